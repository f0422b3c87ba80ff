// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.quantize.integer.QuantizationPlan.TensorDecision;
import io.espalier.lite.quantize.integer.TensorEncoding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Tells how the constants of a subgraph are stored, and why others stay as they are: read off the subgraph before and after.
 *
 * @param methods of the operators that are no conversions, in order
 */
record ConstantsPlan(Subgraph before, Subgraph after, List<OperatorMethod> methods, WeightOptions weights) {
    private static final String AS_REQUESTED = "kept in float as requested";

    /** One decision for each operator that is no conversion, and one for each constant that is stored otherwise. */
    QuantizationPlan plan() {
        List<Operator> operators = withoutConversions(before);
        List<Operator> changed = withoutConversions(after);
        List<OperatorDecision> decisions = new ArrayList<>();
        Map<Integer, TensorDecision> tensors = new TreeMap<>();
        for (int index = 0; index < operators.size(); index++) {
            decisions.add(decision(index, operators.get(index), changed.get(index), tensors));
        }
        List<Optional<TensorEncoding>> outputs =
                Collections.nCopies(before.outputs().size(), Optional.empty());
        return new QuantizationPlan(decisions, List.copyOf(tensors.values()), outputs);
    }

    /** A plan of integers, with what is stored otherwise of the operators that it leaves in float. */
    QuantizationPlan addedTo(QuantizationPlan integers) {
        QuantizationPlan constants = plan();
        List<OperatorDecision> decisions = new ArrayList<>();
        for (OperatorDecision decision : integers.operators()) {
            OperatorDecision stored = constants.operators().get(decision.index());
            boolean isStored = decision.arithmetic() == Arithmetic.FLOAT && stored.isQuantized();
            decisions.add(
                    isStored
                            ? stored.withReason(stored.arithmetic() == Arithmetic.FLOAT ? decision.reason() : "")
                            : decision);
        }
        List<TensorDecision> tensors = new ArrayList<>(integers.tensors());
        tensors.addAll(constants.tensors());
        return new QuantizationPlan(decisions, tensors, integers.outputs());
    }

    private OperatorDecision decision(
            int index, Operator operator, Operator changed, Map<Integer, TensorDecision> tensors) {
        List<Optional<TensorEncoding>> forms = new ArrayList<>();
        boolean hybrid = false;
        for (int position = 0; position < operator.inputs().size(); position++) {
            Optional<TensorEncoding> form =
                    operator.hasInput(position) ? stored(operator, changed, position) : Optional.empty();
            forms.add(form);
            if (form.isPresent()) {
                int tensor = operator.inputs().get(position);
                String name = before.tensor(tensor).name();
                String reason = reason(index, operator, position);
                tensors.putIfAbsent(tensor, new TensorDecision(tensor, name, form.get(), reason));
                hybrid |= after.tensor(changed.inputs().get(position)).type() != TensorType.FLOAT32;
            }
        }
        boolean isStored = forms.stream().anyMatch(Optional::isPresent);
        Arithmetic arithmetic =
                hybrid ? Arithmetic.HYBRID : hasFloats(operator) ? Arithmetic.FLOAT : Arithmetic.UNTOUCHED;
        String reason = isStored || arithmetic == Arithmetic.UNTOUCHED ? "" : obstacle(index, operator);
        return new OperatorDecision(index, operator.code().name(), output(operator), arithmetic, reason, forms);
    }

    private String reason(int index, Operator operator, int position) {
        OperatorMethod method = methods.get(index);
        String why = method.constants(weights)
                .map(quantizer -> quantizer.reason(before, operator, position))
                .orElse("");
        return method.id() + " stores it so" + (why.isEmpty() ? "" : ": " + why);
    }

    private String obstacle(int index, Operator operator) {
        return methods.get(index)
                .constants(weights)
                .map(quantizer -> quantizer.obstacle(before, operator))
                .orElse(AS_REQUESTED);
    }

    // Through the DEQUANTIZE that gives the operator floats again.
    private Optional<TensorEncoding> stored(Operator operator, Operator changed, int position) {
        Tensor constant = before.tensor(operator.inputs().get(position));
        if (!constant.isConstant() || constant.type() != TensorType.FLOAT32) {
            return Optional.empty();
        }
        int input = changed.inputs().get(position);
        int source = after.operators().stream()
                .filter(other -> other.is(BuiltinOperator.DEQUANTIZE)
                        && other.outputs().contains(input)
                        && after.tensor(other.inputs().get(0)).isConstant())
                .mapToInt(other -> other.inputs().get(0))
                .findFirst()
                .orElse(input);
        return Optional.of(TensorEncoding.of(after.tensor(source))).filter(TensorEncoding::isInteger);
    }

    private boolean hasFloats(Operator operator) {
        return IntStream.concat(operator.inputs().stream(), operator.outputs().stream())
                .anyMatch(tensor ->
                        tensor != Operator.ABSENT && before.tensor(tensor).type() == TensorType.FLOAT32);
    }

    private String output(Operator operator) {
        return operator.outputs().stream()
                .filter(output -> output != Operator.ABSENT)
                .mapToObj(output -> before.tensor(output).name())
                .findFirst()
                .orElse("");
    }

    /** Without what the quantizers put between, in order. */
    private static List<Operator> withoutConversions(Subgraph subgraph) {
        return subgraph.operators().stream()
                .filter(operator -> !isConversion(operator))
                .toList();
    }

    static boolean isConversion(Operator operator) {
        return operator.is(BuiltinOperator.QUANTIZE) || operator.is(BuiltinOperator.DEQUANTIZE);
    }
}
