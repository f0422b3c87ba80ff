// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Finds NaN and infinity among the numbers of examples: a model would answer them with nonsense. */
final class FiniteNumbers {
    private FiniteNumbers() {}

    /**
     * Checks rows in a buffer.
     *
     * @param start where they start in it, in bytes
     * @param rows how many there are
     * @param first the number of the first example among them
     * @param where the name of the array in messages
     * @throws DataFormatException if a number is not finite; the message names the first
     */
    static void require(ByteBuffer numbers, int start, ElementSpec spec, int rows, int first, String where) {
        if (spec.type() != ElementType.FLOAT32) {
            return;
        }
        int elements = spec.elements();
        FloatBuffer values = numbers.slice(start, rows * spec.bytes())
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        for (int i = 0; i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                throw new DataFormatException(where + ": example " + (first + i / elements) + " has " + values.get(i)
                        + " as element " + i % elements + " of its shape " + spec.shape()
                        + "; remove the example, or replace the number (numpy.nan_to_num)");
            }
        }
    }
}
