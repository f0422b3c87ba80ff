// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.convolution;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Volume;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;

/**
 * Convolution over the depth, height and width of a volume (depth, height, width, channels).
 *
 * <p>Weights: {@code kernel} of shape (depth, height, width, input channels, filters) and, unless left out, {@code bias} of shape (filters).
 */
public record Conv3D(
        int filters, Volume kernelSize, Volume strides, Padding padding, ActivationFunction activation, boolean useBias)
        implements ComposedLayer {
    public Conv3D {
        Objects.requireNonNull(kernelSize, "kernelSize");
        Objects.requireNonNull(strides, "strides");
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(activation, "activation");
        if (filters < 1) {
            throw new ModelException("a Conv3D needs at least one filter, not " + filters);
        }
    }

    /** Keras's defaults: stride 1, padding valid, linear, with bias. */
    public static Conv3D of(int filters, int kernelSide) {
        return new Conv3D(filters, Volume.cube(kernelSide), Volume.ONE, Padding.VALID, ActivationFunction.LINEAR, true);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape volume = Inputs.volume(Inputs.single(inputs));
        Shape kernel =
                Shape.of(kernelSize.depth(), kernelSize.height(), kernelSize.width(), volume.channels(), filters);
        return WeightSpec.withBias(useBias, filters, WeightSpec.kernel("kernel", kernel));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sums = on.convolveVolume(Inputs.single(inputs), on.weight("kernel"), strides, padding);
        return Kernels.activated(on, sums, useBias, activation);
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}
