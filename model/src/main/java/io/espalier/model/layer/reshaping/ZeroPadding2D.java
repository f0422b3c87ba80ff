// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/** Adds rows and columns of zeros around an image. */
public record ZeroPadding2D(int top, int bottom, int left, int right) implements ComposedLayer.ChannelwiseMove {
    public ZeroPadding2D {
        if (top < 0 || bottom < 0 || left < 0 || right < 0) {
            throw new ModelException("padding must be 0 or more on each side, not top " + top + ", bottom " + bottom
                    + ", left " + left + ", right " + right);
        }
    }

    /** The same on every side. */
    public static ZeroPadding2D of(int side) {
        return new ZeroPadding2D(side, side, side, side);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Inputs.single(inputs);
        Inputs.picture(on.shape(picture));
        return on.pad(picture, List.of(top, left, 0), List.of(bottom, right, 0));
    }
}
