// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.pooling;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;

/** The mean of each window of a picture, channel by channel. What padding adds does not count. */
public record AveragePooling2D(Size poolSize, Size strides, Padding padding) implements ComposedLayer {
    /** Keras's defaults: the window moves by its own size, padding valid. */
    public static AveragePooling2D of(int side) {
        return new AveragePooling2D(Size.square(side), Size.square(side), Padding.VALID);
    }

    public AveragePooling2D withStrides(int side) {
        return new AveragePooling2D(poolSize, Size.square(side), padding);
    }

    public AveragePooling2D withPadding(Padding padding) {
        return new AveragePooling2D(poolSize, strides, padding);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Inputs.single(inputs);
        Inputs.ofRank(on.shape(picture), 3, "(height, width, channels)");
        return on.averagePool(picture, poolSize, strides, padding);
    }

    @Override
    public ChannelMapping channelMapping() {
        return ChannelMapping.KEPT;
    }
}
