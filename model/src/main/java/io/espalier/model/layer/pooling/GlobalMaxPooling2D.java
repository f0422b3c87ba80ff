// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.pooling;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import java.util.List;

/**
 * The maximum of each channel over height and width.
 *
 * @param keepDimensions whether the output is an image of one pixel rather than a vector
 */
public record GlobalMaxPooling2D(boolean keepDimensions) implements ComposedLayer.ChannelwiseMove {
    /** A layer that drops the pooled dimensions. */
    public GlobalMaxPooling2D() {
        this(false);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Inputs.single(inputs);
        Inputs.picture(on.shape(picture));
        return on.reduce(Reduction.MAXIMUM, picture, keepDimensions, 0, 1);
    }
}
