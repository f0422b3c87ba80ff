// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Which kind of kernel one operator of a graph calls for.
 *
 * @param activations the type of its activations; if input and output types differ, the integer one
 * @param isHybrid whether activations are float and weights int8, or int4 where the kernel takes that
 */
public record OperatorUse(ActivationType activations, boolean isHybrid) {
    /**
     * Empty if operands have types of which the table says nothing, such as uint8 activations, int8 activations beside int16 ones, or int4
     * weights beside int8 activations where no kernel takes them.
     */
    public static Optional<OperatorUse> of(Operator operator, IntFunction<Tensor> tensors) {
        OperatorSpec row = OperatorTable.of(operator);
        if (isHybrid(row, operator, tensors)) {
            return Optional.of(new OperatorUse(ActivationType.FLOAT32, true));
        }
        Set<TensorType> activations = types(tensors, row.activationInputs(operator), row.activationOutputs(operator));
        IntStream weightInputs =
                row.weights().stream().filter(operator::hasInput).mapToInt(operator.inputs()::get);
        return of(row, activations, types(tensors, weightInputs));
    }

    private static Set<TensorType> types(IntFunction<Tensor> tensors, IntStream... operands) {
        Set<TensorType> types = EnumSet.noneOf(TensorType.class);
        for (IntStream some : operands) {
            some.forEach(operand -> types.add(tensors.apply(operand).type()));
        }
        return types;
    }

    private static Optional<OperatorUse> of(OperatorSpec row, Set<TensorType> activations, Set<TensorType> weights) {
        if (!EnumSet.of(TensorType.FLOAT32, TensorType.INT8, TensorType.INT16).containsAll(activations)
                || activations.containsAll(EnumSet.of(TensorType.INT8, TensorType.INT16))) {
            return Optional.empty();
        }
        if (activations.contains(TensorType.INT16)) {
            return only(weights, TensorType.INT8, new OperatorUse(ActivationType.INT16, false));
        }
        if (activations.contains(TensorType.INT8)) {
            TensorType expected = row.int4Version().isPresent() && weights.contains(TensorType.INT4)
                    ? TensorType.INT4
                    : TensorType.INT8;
            return only(weights, expected, new OperatorUse(ActivationType.INT8, false));
        }
        if (!activations.contains(TensorType.FLOAT32)) {
            return Optional.empty();
        }
        return only(weights, TensorType.FLOAT32, new OperatorUse(ActivationType.FLOAT32, false));
    }

    // Some of the inputs may be activations by their role, and constants that are stored here.
    private static boolean isHybrid(OperatorSpec row, Operator operator, IntFunction<Tensor> tensors) {
        Set<Integer> stored = new HashSet<>();
        for (StoredWeight weight : row.storedWeights()) {
            if (operator.hasInput(weight.position())) {
                stored.add(weight.position());
                TensorType type =
                        tensors.apply(operator.inputs().get(weight.position())).type();
                if (type != TensorType.INT8 && !(type == TensorType.INT4 && takesInt4(row))) {
                    return false;
                }
            }
        }
        if (stored.isEmpty()) {
            return false;
        }
        IntPredicate isFloat = tensor -> tensors.apply(tensor).type() == TensorType.FLOAT32;
        boolean floatInputs = IntStream.range(0, operator.inputs().size())
                .filter(position -> operator.hasInput(position) && !stored.contains(position))
                .filter(position -> row.isActivation(position))
                .map(position -> operator.inputs().get(position))
                .allMatch(isFloat);
        return floatInputs && row.activationOutputs(operator).allMatch(isFloat);
    }

    private static boolean takesInt4(OperatorSpec row) {
        return row.hybrid().filter(kernel -> kernel.int4Version().isPresent()).isPresent();
    }

    private static Optional<OperatorUse> only(Set<TensorType> weights, TensorType expected, OperatorUse use) {
        return Set.of(expected).containsAll(weights) ? Optional.of(use) : Optional.empty();
    }
}
