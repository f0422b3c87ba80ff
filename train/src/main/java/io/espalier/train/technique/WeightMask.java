// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.tensor.Tensor;

/**
 * Which values of a weight are kept.
 *
 * @param mask of the weight's shape: 1 where the value is kept, 0 where it becomes zero
 * @param threshold the least magnitude that was kept, or what the rule puts in its place
 */
public record WeightMask(Tensor mask, float threshold) {
    /** The weight with zeros where the mask has them. */
    public Tensor applyTo(Tensor weight) {
        float[] values = weight.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] = mask.get(i) == 0 ? 0 : values[i];
        }
        return Tensor.of(weight.shape(), values);
    }
}
