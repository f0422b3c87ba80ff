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
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;

/**
 * Transposed convolution over height and width, which enlarges images: the gradient of a convolution with respect to its input.
 *
 * <p>Weights: {@code kernel} of shape (height, width, filters, input channels) and, unless left out, {@code bias} of shape (filters).
 */
public record Conv2DTranspose(
        int filters, Size kernelSize, Size strides, Padding padding, ActivationFunction activation, boolean useBias)
        implements ComposedLayer {
    public Conv2DTranspose {
        Objects.requireNonNull(kernelSize, "kernelSize");
        Objects.requireNonNull(strides, "strides");
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(activation, "activation");
        if (filters < 1) {
            throw new ModelException("a Conv2DTranspose needs at least one filter, not " + filters);
        }
    }

    /** Keras's defaults: stride 1, padding valid, linear, with bias. */
    public static Conv2DTranspose of(int filters, int kernelSide) {
        return new Conv2DTranspose(
                filters, Size.square(kernelSide), Size.ONE, Padding.VALID, ActivationFunction.LINEAR, true);
    }

    /** A copy with the same stride along height and width, at least 1. */
    public Conv2DTranspose withStrides(int side) {
        return new Conv2DTranspose(filters, kernelSize, Size.square(side), padding, activation, useBias);
    }

    /** A copy with this padding. */
    public Conv2DTranspose withPadding(Padding padding) {
        return new Conv2DTranspose(filters, kernelSize, strides, padding, activation, useBias);
    }

    /** A copy that applies this activation function to its output. */
    public Conv2DTranspose withActivation(ActivationFunction activation) {
        return new Conv2DTranspose(filters, kernelSize, strides, padding, activation, useBias);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape picture = Inputs.picture(inputs);
        Shape kernel = Shape.of(kernelSize.height(), kernelSize.width(), filters, picture.channels());
        return WeightSpec.withBias(useBias, filters, WeightSpec.kernel("kernel", kernel));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Inputs.single(inputs);
        Shape shape = Inputs.picture(on.shape(picture));
        Size result = new Size(
                length(shape.dimension(0), kernelSize.height(), strides.height(), padding),
                length(shape.dimension(1), kernelSize.width(), strides.width(), padding));
        T sums = on.convolveTransposed(picture, on.weight("kernel"), result, strides, padding);
        return Kernels.activated(on, sums, useBias, activation);
    }

    static int length(int input, int window, int stride, Padding padding) {
        return input * stride + (padding == Padding.VALID ? Math.max(window - stride, 0) : 0);
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}
