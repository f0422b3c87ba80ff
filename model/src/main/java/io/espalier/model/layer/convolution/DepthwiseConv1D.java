// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.convolution;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Window;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;

/**
 * Convolution of each channel by itself, over the steps of a sequence (steps, channels).
 *
 * <p>Weights: {@code depthwise_kernel} of shape (steps, input channels, multiplier) and, unless left out, {@code bias} of shape (input
 * channels * multiplier).
 */
public record DepthwiseConv1D(
        int kernelSize,
        int strides,
        TemporalPadding padding,
        int depthMultiplier,
        int dilation,
        ActivationFunction activation,
        boolean useBias)
        implements ComposedLayer {
    public DepthwiseConv1D {
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(activation, "activation");
        check(kernelSize, strides, depthMultiplier, dilation);
    }

    static void check(int kernelSize, int strides, int depthMultiplier, int dilation) {
        if (depthMultiplier < 1) {
            throw new ModelException("a depth multiplier must be at least 1, not " + depthMultiplier);
        }
        Window.checkLengths(kernelSize, strides);
        Window.checkStridesAndDilation(new Size(1, strides), new Size(1, dilation));
    }

    /** Keras's defaults: stride 1, padding valid, multiplier 1, linear, with bias. */
    public static DepthwiseConv1D of(int kernelSize) {
        return new DepthwiseConv1D(kernelSize, 1, TemporalPadding.VALID, 1, 1, ActivationFunction.LINEAR, true);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int channels = Inputs.sequence(inputs).channels();
        Shape kernel = Shape.of(kernelSize, channels, depthMultiplier);
        return WeightSpec.withBias(useBias, channels * depthMultiplier, WeightSpec.kernel("depthwise_kernel", kernel));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sums = sums(on, Inputs.single(inputs), kernelSize, strides, padding, dilation);
        return Kernels.activated(on, sums, useBias, activation);
    }

    static <T> T sums(
            Operations<T> on, T sequence, int kernelSize, int strides, TemporalPadding padding, int dilation) {
        T padded = Kernels.causal(on, sequence, padding, (kernelSize - 1) * dilation);
        // TensorFlow has no depthwise convolution whose strides differ; at a height of 1 the vertical stride does not
        // matter.
        T sums = on.convolveDepthwise(
                Kernels.picture(on, padded),
                Kernels.flat(on, on.weight("depthwise_kernel")),
                Size.square(strides),
                Kernels.spatial(padding),
                new Size(1, dilation));
        return Kernels.sequence(on, sums);
    }
}
