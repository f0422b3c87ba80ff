// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.compute.Resampling;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Objects;

/** Enlarges an image by whole factors. */
public record UpSampling2D(Size times, Interpolation interpolation) implements ComposedLayer.Channelwise {
    public UpSampling2D {
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(interpolation, "interpolation");
    }

    /** As in Keras, pixels are repeated. */
    public static UpSampling2D of(int times) {
        return new UpSampling2D(Size.square(times), Interpolation.NEAREST);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Inputs.single(inputs);
        Shape shape = Inputs.picture(on.shape(picture));
        Size size = new Size(shape.dimension(0) * times.height(), shape.dimension(1) * times.width());
        return Resampling.resize(on, picture, size, interpolation);
    }

    @Override
    public boolean movesValues() {
        return interpolation == Interpolation.NEAREST;
    }
}
