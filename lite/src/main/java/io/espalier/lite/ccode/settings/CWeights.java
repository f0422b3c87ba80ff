// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.settings;

import java.util.Objects;

/**
 * How generated C stores the weights of an operator.
 *
 * @param operator the name of its parameters in C
 * @param form for example {@code plain}, {@code lut, 4 bits} or {@code huffman}
 * @param weights how many there are
 * @param zeros how many of them are zero
 * @param plainBytes what they need as bytes
 * @param storedBytes what they need now, without tables; 0 where an operator before has the same
 * @param tableBytes tables of values and codes
 * @param cycles an estimate for a Cortex-M4: all multiplications of this operator, and unpacking, in one run of the model
 * @param reason why they are not stored as asked for, or not smaller; empty if there is nothing to say
 */
public record CWeights(
        String operator,
        String form,
        int weights,
        int zeros,
        int plainBytes,
        int storedBytes,
        int tableBytes,
        long cycles,
        String reason) {
    public CWeights {
        Objects.requireNonNull(operator, "operator");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(reason, "reason");
    }
}
