// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Volume;
import java.util.List;

/** Enlarges a volume by whole factors: each element is repeated. */
public record UpSampling3D(Volume times) implements ComposedLayer.ChannelwiseMove {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T volume = Inputs.single(inputs);
        Shape shape = Inputs.volume(on.shape(volume));
        int depth = shape.dimension(0) * times.depth();
        int height = shape.dimension(1) * times.height();
        T deep = repeated(on, volume, 1, shape.dimension(0), times.depth());
        T high = repeated(on, deep, depth, shape.dimension(1), times.height());
        T wide = repeated(on, high, depth * height, shape.dimension(2), times.width());
        return on.reshape(wide, Shape.of(depth, height, shape.dimension(2) * times.width(), shape.channels()));
    }

    /** Repeats the elements of one dimension, which has this size and is behind others of this size together. */
    private static <T> T repeated(Operations<T> on, T value, int before, int size, int times) {
        int after = on.shape(value).elements() / before / size;
        return on.tile(on.reshape(value, Shape.of(before * size, 1, after)), List.of(1, times, 1));
    }
}
