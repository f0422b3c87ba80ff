// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.pooling;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Window;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Objects;

/** The mean of each window of a sequence, channel by channel. What padding adds does not count. */
public record AveragePooling1D(int poolSize, int strides, Padding padding) implements ComposedLayer.Channelwise {
    public AveragePooling1D {
        Objects.requireNonNull(padding, "padding");
        Window.checkLengths(poolSize, strides);
    }

    /** Keras's defaults: the window moves by its own size, padding valid. */
    public static AveragePooling1D of(int poolSize) {
        return new AveragePooling1D(poolSize, poolSize, Padding.VALID);
    }

    /** A copy with this stride, at least 1. */
    public AveragePooling1D withStrides(int strides) {
        return new AveragePooling1D(poolSize, strides, padding);
    }

    /** A copy with this padding. */
    public AveragePooling1D withPadding(Padding padding) {
        return new AveragePooling1D(poolSize, strides, padding);
    }

    /** The equivalent layer for an image of height 1 whose width is the length of the sequence. */
    public AveragePooling2D overPicture() {
        return new AveragePooling2D(new Size(1, poolSize), new Size(1, strides), padding);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Kernels.picture(on, Inputs.single(inputs));
        return Kernels.sequence(on, overPicture().compute(on, List.of(picture)));
    }
}
