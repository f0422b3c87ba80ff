// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.ModelException;
import io.espalier.model.Shape;

/** A depth, a height and a width: of a kernel or a stride over volumes. All at least 1. */
public record Volume(int depth, int height, int width) {
    public static final Volume ONE = new Volume(1, 1, 1);

    public Volume {
        if (depth < 1 || height < 1 || width < 1) {
            throw new ModelException(
                    "a size must be at least 1 by 1 by 1, not " + depth + " by " + height + " by " + width);
        }
    }

    public static Volume cube(int side) {
        return new Volume(side, side, side);
    }

    /** The shape of what a window of this size sees at each place of a volume (depth, height, width, channels) that it stops at. */
    public Shape slide(Shape volume, Volume strides, Padding padding, int channels) {
        return Shape.of(
                Window.steps("depth", volume.dimension(0), depth, strides.depth, 1, padding),
                Window.steps("height", volume.dimension(1), height, strides.height, 1, padding),
                Window.steps("width", volume.dimension(2), width, strides.width, 1, padding),
                channels);
    }
}
