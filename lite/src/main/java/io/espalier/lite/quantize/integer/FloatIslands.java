// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.kernels.KernelForm;
import io.espalier.lite.kernels.KernelTime;
import io.espalier.lite.kernels.XnnpackKernels;
import io.espalier.lite.operator.OperatorTable;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Operators that are quicker in float between a DEQUANTIZE and a QUANTIZE than in int8, since the runtime has no quick int8 kernel. Where the
 * neighbours are in float already, there are fewer such borders to pay for.
 */
final class FloatIslands {
    private final Subgraph subgraph;
    private final List<OperatorDecision> decisions;
    private final boolean storesWeights;
    private final Map<Integer, Integer> producers = new HashMap<>();
    private final Map<Integer, List<Integer>> users = new HashMap<>();

    /**
     * @param decisions as they are so far; later changes count
     * @param storesWeights whether operators with weights may be left in float
     */
    FloatIslands(Subgraph subgraph, List<OperatorDecision> decisions, boolean storesWeights) {
        this.subgraph = subgraph;
        this.decisions = decisions;
        this.storesWeights = storesWeights;
        for (int index = 0; index < subgraph.operators().size(); index++) {
            int current = index;
            Operator operator = subgraph.operators().get(index);
            operator.outputs().stream()
                    .filter(output -> output != Operator.ABSENT)
                    .forEach(output -> producers.put(output, current));
            operator.inputs().stream()
                    .filter(input -> input != Operator.ABSENT)
                    .distinct()
                    .forEach(input -> users.computeIfAbsent(input, first -> new ArrayList<>())
                            .add(current));
        }
    }

    /** Why an operator that could compute in int8 is left in float; empty if it is not. */
    Optional<String> reason(int index) {
        Operator operator = subgraph.operators().get(index);
        if (decisions.get(index).arithmetic() != Arithmetic.INTEGER || !mayBeFloat(operator)) {
            return Optional.empty();
        }
        Optional<KernelTime> slow = XnnpackKernels.slow(subgraph, operator, KernelForm.INT8);
        double elements = largest(operator);
        double saved = slow.map(time -> time.nanosLost(elements))
                        .orElseGet(() -> -XnnpackKernels.nanosSavedByInt8(operator, elements))
                + XnnpackKernels.BORDER_NANOS * (bordersThatGo(index, operator) - bordersThatCome(index, operator));
        if (saved <= XnnpackKernels.LEAST_NANOS) {
            return Optional.empty();
        }
        return Optional.of(slow.map(time -> String.format(
                        Locale.US,
                        "its int8 kernel takes %.1f times as long as the float one in TFLite 2.20 with XNNPACK",
                        time.timesFloat()))
                .orElse("it stands beside operators that are quicker in float"));
    }

    // Weights cost bytes in float, unless they are stored in int8.
    private boolean mayBeFloat(Operator operator) {
        return OperatorTable.of(operator).weights().isEmpty()
                || (storesWeights && operator.is(BuiltinOperator.DEPTHWISE_CONV_2D));
    }

    private double largest(Operator operator) {
        return IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                .filter(tensor -> tensor != Operator.ABSENT)
                .mapToObj(subgraph::tensor)
                .mapToDouble(Tensor::elements)
                .max()
                .orElse(0);
    }

    /** Elements that would have to be turned into floats in front of it, and back behind it. */
    private double bordersThatCome(int index, Operator operator) {
        return elements(activationInputs(operator).filter(input -> !isFloat(producers.get(input))))
                + elements(
                        outputs(operator).filter(output -> users(output, index).anyMatch(user -> !isFloat(user))));
    }

    /** Elements that are turned into integers for it alone, and back for others, and would not be any more. */
    private double bordersThatGo(int index, Operator operator) {
        return elements(activationInputs(operator)
                        .filter(input -> isFloat(producers.get(input))
                                && users(input, index).allMatch(this::isFloat)))
                + elements(
                        outputs(operator).filter(output -> users(output, index).anyMatch(this::isFloat)));
    }

    private IntStream activationInputs(Operator operator) {
        return OperatorTable.of(operator)
                .activationInputs(operator)
                .filter(input -> !subgraph.tensor(input).isConstant());
    }

    private IntStream outputs(Operator operator) {
        return OperatorTable.of(operator).activationOutputs(operator);
    }

    private double elements(IntStream tensors) {
        return tensors.mapToObj(subgraph::tensor).mapToDouble(Tensor::elements).sum();
    }

    /** The other operators that take a tensor. */
    private Stream<Integer> users(int tensor, int except) {
        return users.getOrDefault(tensor, List.of()).stream().filter(user -> user != except);
    }

    private boolean isFloat(@Nullable Integer operator) {
        return operator != null && decisions.get(operator).arithmetic() == Arithmetic.FLOAT;
    }
}
