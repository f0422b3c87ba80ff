// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Operators on 32 and 64 bit integers, as they are computed with shapes. What overflows is left to the kernels. */
final class IntegerFunctions {
    private IntegerFunctions() {}

    /** Computes operators of a kind; null for kinds that are not of this family. */
    static @Nullable Evaluator of(BuiltinOperator kind) {
        return switch (kind) {
            case ADD -> elementwise(Math::addExact);
            case SUB -> elementwise(Math::subtractExact);
            case MUL -> elementwise(Math::multiplyExact);
            case MAXIMUM -> elementwise(Math::max);
            case MINIMUM -> elementwise(Math::min);
            case FLOOR_DIV -> elementwise(Math::floorDiv);
            case FLOOR_MOD -> elementwise(Math::floorMod);
            case REDUCE_PROD -> Evaluator.ofOne(IntegerFunctions::product);
            default -> null;
        };
    }

    private static Evaluator elementwise(LongBinaryOperator function) {
        return Evaluator.ofOne(invocation -> {
            Options options = invocation.options();
            String activation = "fused_activation_function";
            boolean activated = options.table().slot(activation) >= 0 && !options.isDefault(activation);
            return activated || !areIntegers(invocation) ? Optional.empty() : combine(invocation, function);
        });
    }

    private static boolean areIntegers(Invocation invocation) {
        TensorType type = invocation.type();
        return (type == TensorType.INT32 || type == TensorType.INT64)
                && invocation.input(1).type() == type
                && invocation.output().type() == type;
    }

    private static Optional<Buffer> combine(Invocation invocation, LongBinaryOperator function) {
        Ints shape = invocation.outputShape();
        return StridedView.broadcast(invocation.shape(0), shape)
                .flatMap(left -> StridedView.broadcast(invocation.shape(1), shape)
                        .flatMap(right -> {
                            long[] results = new long[left.elements()];
                            long[] lefts = Numbers.integers(invocation.input(0));
                            long[] rights = Numbers.integers(invocation.input(1));
                            left.forEach((element, place) -> results[element] = lefts[place]);
                            try {
                                right.forEach((element, place) ->
                                        results[element] = function.applyAsLong(results[element], rights[place]));
                            } catch (ArithmeticException overflowOrDivisionByZero) {
                                return Optional.empty();
                            }
                            return Numbers.store(invocation.output().type(), results);
                        }));
    }

    // Of all elements: that is how a shape is counted.
    private static Optional<Buffer> product(Invocation invocation) {
        TensorType type = invocation.type();
        boolean whole = (type == TensorType.INT32 || type == TensorType.INT64)
                && invocation.output().type() == type
                && invocation.output().elements() == 1;
        try {
            return whole
                    ? Numbers.store(
                            type,
                            LongStream.of(Numbers.integers(invocation.input(0))).reduce(1, Math::multiplyExact))
                    : Optional.empty();
        } catch (ArithmeticException overflow) {
            return Optional.empty();
        }
    }
}
