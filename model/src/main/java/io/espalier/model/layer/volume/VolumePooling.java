// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Volume;
import java.util.List;

/**
 * Keras's MaxPooling3D and AveragePooling3D. The window goes over height and width first and then over the depth, with the same result.
 *
 * @param reduction the maximum or the mean; padding does not count
 */
public record VolumePooling(Reduction reduction, Volume poolSize, Volume strides, Padding padding)
        implements ComposedLayer.Channelwise {
    public VolumePooling {
        if (reduction != Reduction.MAXIMUM && reduction != Reduction.MEAN) {
            throw new ModelException("a pooling takes the maximum or the mean, not " + reduction);
        }
    }

    @Override
    public String kind() {
        return reduction == Reduction.MAXIMUM ? "MaxPooling3D" : "AveragePooling3D";
    }

    @Override
    public boolean movesValues() {
        return reduction == Reduction.MAXIMUM;
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T volume = Inputs.single(inputs);
        Shape shape = Inputs.volume(on.shape(volume));
        int depth = shape.dimension(0);
        int channels = shape.channels();
        T layers = on.reshape(
                on.transpose(volume, 1, 2, 0, 3), Shape.of(shape.dimension(1), shape.dimension(2), depth * channels));
        T small = pooled(
                on, layers, new Size(poolSize.height(), poolSize.width()), new Size(strides.height(), strides.width()));
        int height = on.shape(small).dimension(0);
        int width = on.shape(small).dimension(1);
        T columns = on.transpose(on.reshape(small, Shape.of(height * width, depth, channels)), 1, 0, 2);
        T result = pooled(on, columns, new Size(poolSize.depth(), 1), new Size(strides.depth(), 1));
        return on.reshape(result, Shape.of(on.shape(result).dimension(0), height, width, channels));
    }

    private <T> T pooled(Operations<T> on, T picture, Size window, Size steps) {
        return reduction == Reduction.MAXIMUM
                ? on.maxPool(picture, window, steps, padding)
                : on.averagePool(picture, window, steps, padding);
    }
}
