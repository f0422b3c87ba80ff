// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.convolution;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.DepthwiseConv2D;
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
 * A depthwise convolution followed by a pointwise one.
 *
 * <p>Weights: {@code depthwise_kernel} of shape (height, width, input channels, multiplier), {@code pointwise_kernel} of shape (1, 1, input
 * channels * multiplier, filters) and, unless left out, {@code bias} of shape (filters).
 */
public record SeparableConv2D(
        int filters,
        Size kernelSize,
        Size strides,
        Padding padding,
        int depthMultiplier,
        Size dilation,
        ActivationFunction activation,
        boolean useBias)
        implements ComposedLayer {
    public SeparableConv2D {
        Objects.requireNonNull(kernelSize, "kernelSize");
        Objects.requireNonNull(strides, "strides");
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(dilation, "dilation");
        Objects.requireNonNull(activation, "activation");
        if (filters < 1) {
            throw new ModelException("a SeparableConv2D needs at least one filter, not " + filters);
        }
        // Checks the settings that both have.
        new DepthwiseConv2D(
                kernelSize, strides, padding, depthMultiplier, dilation, ActivationFunction.LINEAR, useBias);
    }

    /** Keras's defaults: stride 1, padding valid, multiplier 1, linear, with bias. */
    public static SeparableConv2D of(int filters, int kernelSide) {
        return new SeparableConv2D(
                filters,
                Size.square(kernelSide),
                Size.ONE,
                Padding.VALID,
                1,
                Size.ONE,
                ActivationFunction.LINEAR,
                true);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int channels = Inputs.picture(inputs).channels();
        Shape depthwise = Shape.of(kernelSize.height(), kernelSize.width(), channels, depthMultiplier);
        Shape pointwise = Shape.of(1, 1, channels * depthMultiplier, filters);
        return WeightSpec.withBias(
                useBias,
                filters,
                WeightSpec.kernel("depthwise_kernel", depthwise),
                WeightSpec.kernel("pointwise_kernel", pointwise));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T depthwise =
                on.convolveDepthwise(Inputs.single(inputs), on.weight("depthwise_kernel"), strides, padding, dilation);
        T sums = on.convolve(depthwise, on.weight("pointwise_kernel"), Size.ONE, Padding.VALID, Size.ONE);
        return Kernels.activated(on, sums, useBias, activation);
    }

    /** As tfmot does, without the depthwise kernel. */
    @Override
    public List<String> kernels() {
        return List.of("pointwise_kernel");
    }
}
