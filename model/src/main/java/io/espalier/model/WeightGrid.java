// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import io.espalier.model.tensor.ModelException;

/**
 * The values that a weight may have after quantization-aware training: whole multiples of a scale, as many on either side of zero. The
 * scale is the largest magnitude over {@link #levels()}.
 *
 * @param bits of the integers, from 2 to 8
 * @param perChannel whether each output channel has a scale of its own, or all share one
 */
public record WeightGrid(int bits, boolean perChannel) {
    public WeightGrid {
        if (bits < 2 || bits > 8) {
            throw new ModelException("weights must have 2 to 8 bits, not " + bits);
        }
    }

    /** The largest integer; the least is its negative. */
    public int levels() {
        return (1 << (bits - 1)) - 1;
    }
}
