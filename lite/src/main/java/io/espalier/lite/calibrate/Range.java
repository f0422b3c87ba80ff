// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

/** From the least to the greatest value that a tensor takes, both finite. It need not hold zero. */
public record Range(float min, float max) {
    public Range {
        if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new IllegalArgumentException(
                    "a range must have two finite numbers, the first not greater than the second; not " + min + " to "
                            + max);
        }
    }

    /** The smallest range that holds both. */
    public Range union(Range other) {
        return new Range(Math.min(min, other.min), Math.max(max, other.max));
    }
}
