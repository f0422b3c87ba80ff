// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.tensor.ModelException;

/** From a least to a greatest value, both finite. */
public record ValueRange(float min, float max) {
    public ValueRange {
        if (!(min <= max) || Float.isInfinite(min) || Float.isInfinite(max)) {
            throw new ModelException("a range goes from one finite number to another that is not smaller; not from "
                    + min + " to " + max);
        }
    }
}
