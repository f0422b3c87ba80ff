// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.pooling;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import java.util.List;

/**
 * The mean of each channel over height and width.
 *
 * @param keepDimensions whether the output keeps the pooled dimensions, with size 1
 */
public record GlobalAveragePooling2D(boolean keepDimensions) implements ComposedLayer.Channelwise {
    /** A layer that drops the pooled dimensions. */
    public GlobalAveragePooling2D() {
        this(false);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Inputs.single(inputs);
        Inputs.picture(on.shape(picture));
        return on.reduce(Reduction.MEAN, picture, keepDimensions, 0, 1);
    }
}
