// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Buffer;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;
import java.util.stream.LongStream;

/** The values of constants as whole numbers, and back. */
final class Numbers {
    private Numbers() {}

    /** Of type INT32, INT64 or BOOL. */
    static long[] integers(Tensor constant) {
        long[] values = new long[(int) constant.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (constant.type()) {
                case INT32 -> constant.buffer().asInts().get(i);
                case INT64 -> constant.buffer().asLongs().get(i);
                case BOOL -> constant.buffer().get(i) == 0 ? 0 : 1;
                default -> throw new IllegalArgumentException("no whole numbers: " + constant);
            };
        }
        return values;
    }

    /** As INT32 or INT64; empty where one does not fit. */
    static Optional<Buffer> store(TensorType type, long... values) {
        if (type == TensorType.INT64) {
            return Optional.of(Buffer.ofLongs(values));
        }
        boolean fit = type == TensorType.INT32 && LongStream.of(values).allMatch(value -> value == (int) value);
        return fit
                ? Optional.of(Buffer.ofInts(
                        LongStream.of(values).mapToInt(value -> (int) value).toArray()))
                : Optional.empty();
    }
}
