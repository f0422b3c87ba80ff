// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import io.espalier.model.tensor.Tensor;

/** When a mask changes, and to what. A function of its arguments alone. */
public interface MaskRule {
    /**
     * The mask until it is first due: it keeps everything.
     *
     * @param weight as the mask first sees it
     */
    default Tensor initial(Tensor weight) {
        return Tensor.filled(weight.shape(), 1);
    }

    /** Whether the mask is taken anew before a step, the first being 1. */
    boolean isDue(long step);

    /**
     * The mask from that step on.
     *
     * @param weight as it is without the mask
     */
    WeightMask at(long step, Tensor weight);
}
