// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

/** A depth, a height and a width: of a kernel or a stride over volumes. All at least 1. */
public record Volume(int depth, int height, int width) {
    /** A depth, height and width of 1. */
    public static final Volume ONE = new Volume(1, 1, 1);

    public Volume {
        if (depth < 1 || height < 1 || width < 1) {
            throw new ModelException(
                    "a size must be at least 1 by 1 by 1, not " + depth + " by " + height + " by " + width);
        }
    }

    /** The same depth, height and width. */
    public static Volume cube(int side) {
        return new Volume(side, side, side);
    }
}
