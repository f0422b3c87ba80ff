// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

/**
 * An interval of real numbers, both ends included and finite. It need not contain zero.
 *
 * @param min the least value
 * @param max the greatest value, at least {@code min}
 */
public record ValueRange(float min, float max) {
    public ValueRange {
        if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new ModelException(
                    "a range must have two finite numbers, the first not greater than the second; not from " + min
                            + " to " + max);
        }
    }

    /** The smallest range that contains both. */
    public ValueRange union(ValueRange other) {
        return new ValueRange(Math.min(min, other.min), Math.max(max, other.max));
    }
}
