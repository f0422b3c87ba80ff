// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

/** From a least to a greatest value, both finite. */
public record ValueRange(float min, float max) {
    public ValueRange {
        if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new ModelException(
                    "a range must have two finite numbers, the first not greater than the second; not from " + min
                            + " to " + max);
        }
    }
}
