// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.nio.LongBuffer;
import java.util.Optional;

/** Constants that say what to do: shapes, axes, paddings. */
public final class IntegerConstant {
    private IntegerConstant() {}

    /** The values of a constant of 32 or 64 bit integers; empty where it is another tensor, or an int too small for a value. */
    public static Optional<Ints> values(Tensor tensor) {
        if (tensor.buffer().isEmpty() || tensor.sparsity().isPresent()) {
            return Optional.empty();
        }
        if (tensor.type() == TensorType.INT32) {
            int[] values = new int[tensor.buffer().asInts().limit()];
            tensor.buffer().asInts().get(values);
            return Optional.of(Ints.of(values));
        }
        return tensor.type() == TensorType.INT64 ? narrowed(tensor.buffer().asLongs()) : Optional.empty();
    }

    private static Optional<Ints> narrowed(LongBuffer wide) {
        int[] values = new int[wide.limit()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (int) wide.get(i);
            if (values[i] != wide.get(i)) {
                return Optional.empty();
            }
        }
        return Optional.of(Ints.of(values));
    }

    /** Whether the constant's values are all the given one. */
    public static boolean isAll(Tensor tensor, int value) {
        return values(tensor)
                .filter(values -> values.stream().allMatch(each -> each == value))
                .isPresent();
    }
}
