// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.version.MinimumRuntime;
import io.espalier.lite.version.OperatorVersions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Stores the constants of a subgraph as {@link ConstantQuantizer}s want it, once for each form, and puts the DEQUANTIZEs that this takes
 * in front of all operators, one for each constant. Tensors and operators keep their order; a constant that nobody needs in float32 any
 * more keeps its place and name.
 */
public final class QuantizeConstants {
    /** Which quantization an operator gets. */
    @FunctionalInterface
    public interface Choice {
        /** By the indices of the subgraph and of the operator in it; empty if its constants stay as they are. */
        Optional<ConstantQuantizer> of(int subgraph, int operator);
    }

    private final Subgraph subgraph;
    private final IntFunction<Optional<ConstantQuantizer>> choice;
    private final List<Tensor> tensors;
    private final List<Operator> dequantizations = new ArrayList<>();
    /** The tensor that stands for a constant in a form. */
    private final Map<Use, Integer> stored = new HashMap<>();
    /** The forms that each constant is wanted in, with an empty one where it is wanted as it is. */
    private final Map<Integer, Set<Optional<ConstantEncoding>>> wanted = new HashMap<>();

    private QuantizeConstants(Subgraph subgraph, IntFunction<Optional<ConstantQuantizer>> choice) {
        this.subgraph = subgraph;
        this.choice = choice;
        this.tensors = new ArrayList<>(subgraph.tensors());
    }

    private record Use(int tensor, ConstantEncoding form) {}

    /**
     * The graph with constants stored as the choice says, and the versions that this takes.
     *
     * @throws QuantizationException if weights hold an infinity or a NaN that the form cannot hold
     */
    public static Graph apply(Graph graph, Choice choice) {
        List<Subgraph> subgraphs = IntStream.range(0, graph.subgraphs().size())
                .mapToObj(index -> new QuantizeConstants(
                                graph.subgraphs().get(index), operator -> choice.of(index, operator))
                        .apply())
                .toList();
        return MinimumRuntime.stamp(OperatorVersions.unify(graph.withSubgraphs(subgraphs)));
    }

    private Subgraph apply() {
        subgraph.outputs().stream().forEach(output -> want(output, Optional.empty()));
        for (int index = 0; index < subgraph.operators().size(); index++) {
            Operator operator = subgraph.operators().get(index);
            for (int position = 0; position < operator.inputs().size(); position++) {
                if (operator.hasInput(position)) {
                    want(operator.inputs().get(position), form(index, position));
                }
            }
        }
        List<Operator> changed = IntStream.range(0, subgraph.operators().size())
                .mapToObj(this::changed)
                .toList();
        List<Operator> operators = new ArrayList<>(dequantizations);
        operators.addAll(changed);
        return subgraph.with(tensors, subgraph.inputs(), subgraph.outputs(), operators);
    }

    private void want(int tensor, Optional<ConstantEncoding> form) {
        wanted.computeIfAbsent(tensor, first -> new HashSet<>()).add(form);
    }

    private Optional<ConstantEncoding> form(int index, int position) {
        Operator operator = subgraph.operators().get(index);
        Tensor tensor = subgraph.tensor(operator.inputs().get(position));
        boolean storable = tensor.type() == TensorType.FLOAT32
                && !tensor.buffer().isEmpty()
                && tensor.sparsity().isEmpty()
                && !tensor.isVariable();
        return storable
                ? choice.apply(index).flatMap(quantizer -> quantizer.form(subgraph, operator, position))
                : Optional.empty();
    }

    private Operator changed(int index) {
        Operator operator = subgraph.operators().get(index);
        Operator changed = operator;
        for (int position = 0; position < operator.inputs().size(); position++) {
            if (!operator.hasInput(position)) {
                continue;
            }
            Optional<ConstantEncoding> form = form(index, position);
            if (form.isPresent()) {
                Use use = new Use(operator.inputs().get(position), form.get());
                changed = changed.withInputs(changed.inputs().with(position, stored(use)));
                if (!form.get().dequantized()) {
                    changed = hybrid(changed);
                }
            }
        }
        return changed;
    }

    private Operator hybrid(Operator operator) {
        Operator asymmetric = OperatorTable.of(operator)
                        .hybrid()
                        .filter(kernel -> kernel.asymmetricVersion().isPresent())
                        .isPresent()
                ? operator.withOptions(operator.options().with("asymmetric_quantize_inputs", true))
                : operator;
        return OperatorVersions.lowest(asymmetric, tensors::get);
    }

    private int stored(Use use) {
        Integer known = stored.get(use);
        if (known != null) {
            return known;
        }
        Tensor constant = subgraph.tensor(use.tensor());
        int index = place(use, use.form().store(constant));
        int operand = use.form().dequantized() ? dequantize(index, constant) : index;
        stored.put(use, operand);
        return operand;
    }

    private int place(Use use, Tensor constant) {
        if (wanted.getOrDefault(use.tensor(), Set.of()).size() == 1) {
            tensors.set(use.tensor(), constant);
            return use.tensor();
        }
        return add(constant.withName(constant.name() + use.form().suffix()));
    }

    private int dequantize(int constant, Tensor original) {
        int output = add(Tensor.activation(original.name() + "/float32", TensorType.FLOAT32, original.shape()));
        Operator dequantization = Operator.of(
                OperatorCode.of(BuiltinOperator.DEQUANTIZE, 1),
                Ints.of(constant),
                Ints.of(output),
                Options.of(OptionsTable.DEQUANTIZE));
        dequantizations.add(OperatorVersions.lowest(dequantization, tensors::get));
        return output;
    }

    private int add(Tensor tensor) {
        tensors.add(tensor);
        return tensors.size() - 1;
    }
}
