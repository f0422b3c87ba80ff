// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

/** A height and a width: of a kernel, a pool, a stride, a dilation. Both at least 1. */
public record Size(int height, int width) {
    /** A height and width of 1. */
    public static final Size ONE = new Size(1, 1);

    public Size {
        if (height < 1 || width < 1) {
            throw new ModelException("a size must be at least 1 by 1, not " + height + " by " + width);
        }
    }

    /** The same height and width. */
    public static Size square(int side) {
        return new Size(side, side);
    }

    /** Whether it is 1 by 1. */
    public boolean isOne() {
        return height == 1 && width == 1;
    }

    @Override
    public String toString() {
        return "(" + height + ", " + width + ")";
    }
}
