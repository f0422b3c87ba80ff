// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.pooling;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Objects;

/** Average pooling over height and width. Padding does not count. */
public record AveragePooling2D(Size poolSize, Size strides, Padding padding) implements ComposedLayer.Channelwise {
    public AveragePooling2D {
        Objects.requireNonNull(poolSize, "poolSize");
        Objects.requireNonNull(strides, "strides");
        Objects.requireNonNull(padding, "padding");
    }

    /** Keras's defaults: the window moves by its own size, padding valid. */
    public static AveragePooling2D of(int side) {
        return new AveragePooling2D(Size.square(side), Size.square(side), Padding.VALID);
    }

    /** A copy with the same stride along height and width, at least 1. */
    public AveragePooling2D withStrides(int side) {
        return new AveragePooling2D(poolSize, Size.square(side), padding);
    }

    /** A copy with this padding. */
    public AveragePooling2D withPadding(Padding padding) {
        return new AveragePooling2D(poolSize, strides, padding);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.averagePool(Inputs.single(inputs), poolSize, strides, padding);
    }
}
