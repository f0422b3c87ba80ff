// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.tensor.Tensor;

/** A mask that hides what is zero when it is laid on, and never changes. */
record PreservedZeros() implements MaskRule {
    @Override
    public Tensor initial(Tensor weight) {
        float[] mask = weight.toArray();
        for (int i = 0; i < mask.length; i++) {
            mask[i] = mask[i] == 0 ? 0 : 1;
        }
        return Tensor.of(weight.shape(), mask);
    }

    @Override
    public boolean isDue(long step) {
        return false;
    }

    @Override
    public WeightMask at(long step, Tensor weight) {
        throw new IllegalStateException("this mask never changes, but a change was requested at step " + step);
    }
}
