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

/** The largest value of each window of a sequence, channel by channel. */
public record MaxPooling1D(int poolSize, int strides, Padding padding) implements ComposedLayer.ChannelwiseMove {
    public MaxPooling1D {
        Objects.requireNonNull(padding, "padding");
        Window.checkLengths(poolSize, strides);
    }

    /** Keras's defaults: the window moves by its own size, padding valid. */
    public static MaxPooling1D of(int poolSize) {
        return new MaxPooling1D(poolSize, poolSize, Padding.VALID);
    }

    /** A copy with this stride, at least 1. */
    public MaxPooling1D withStrides(int strides) {
        return new MaxPooling1D(poolSize, strides, padding);
    }

    /** A copy with this padding. */
    public MaxPooling1D withPadding(Padding padding) {
        return new MaxPooling1D(poolSize, strides, padding);
    }

    /** The equivalent layer for an image of height 1 whose width is the length of the sequence. */
    public MaxPooling2D overPicture() {
        return new MaxPooling2D(new Size(1, poolSize), new Size(1, strides), padding);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Kernels.picture(on, Inputs.single(inputs));
        return Kernels.sequence(on, overPicture().compute(on, List.of(picture)));
    }
}
