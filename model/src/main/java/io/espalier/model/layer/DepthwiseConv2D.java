// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Window;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;

/**
 * Convolution of each channel by itself.
 *
 * <p>Weights: {@code depthwise_kernel} of shape (height, width, input channels, multiplier) and, unless left out, {@code bias} of
 * shape (input channels * multiplier). Output channel {@code c * multiplier + m} comes from input channel {@code c}.
 */
public record DepthwiseConv2D(
        Size kernelSize,
        Size strides,
        Padding padding,
        int depthMultiplier,
        Size dilation,
        ActivationFunction activation,
        boolean useBias)
        implements KernelLayer {
    public DepthwiseConv2D {
        Objects.requireNonNull(kernelSize, "kernelSize");
        Objects.requireNonNull(strides, "strides");
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(dilation, "dilation");
        Objects.requireNonNull(activation, "activation");
        if (depthMultiplier < 1) {
            throw new ModelException("a depth multiplier must be at least 1, not " + depthMultiplier);
        }
        Window.checkStridesAndDilation(strides, dilation);
        if (strides.height() != strides.width()) {
            throw new ModelException(
                    "a DepthwiseConv2D has the same stride in height and width (TensorFlow has no other), not "
                            + strides);
        }
    }

    /** Keras's defaults: stride 1, padding valid, multiplier 1, linear, with bias. */
    public static DepthwiseConv2D of(int kernelSide) {
        return new DepthwiseConv2D(
                Size.square(kernelSide), Size.ONE, Padding.VALID, 1, Size.ONE, ActivationFunction.LINEAR, true);
    }

    /** A copy with the same stride along height and width, at least 1. */
    public DepthwiseConv2D withStrides(int side) {
        return new DepthwiseConv2D(
                kernelSize, Size.square(side), padding, depthMultiplier, dilation, activation, useBias);
    }

    /** A copy with this padding. */
    public DepthwiseConv2D withPadding(Padding padding) {
        return new DepthwiseConv2D(kernelSize, strides, padding, depthMultiplier, dilation, activation, useBias);
    }

    /** A copy with this number of output channels for each input channel, at least 1. */
    public DepthwiseConv2D withDepthMultiplier(int depthMultiplier) {
        return new DepthwiseConv2D(kernelSize, strides, padding, depthMultiplier, dilation, activation, useBias);
    }

    /** A copy with the same dilation along height and width, at least 1. */
    public DepthwiseConv2D withDilation(int side) {
        return new DepthwiseConv2D(
                kernelSize, strides, padding, depthMultiplier, Size.square(side), activation, useBias);
    }

    /** A copy that applies this activation function to its output. */
    public DepthwiseConv2D withActivation(ActivationFunction activation) {
        return new DepthwiseConv2D(kernelSize, strides, padding, depthMultiplier, dilation, activation, useBias);
    }

    /** A copy without a bias. */
    public DepthwiseConv2D withoutBias() {
        return new DepthwiseConv2D(kernelSize, strides, padding, depthMultiplier, dilation, activation, false);
    }

    @Override
    public String kernelName() {
        return "depthwise_kernel";
    }

    @Override
    public List<String> kernels() {
        return List.of();
    }

    @Override
    public ChannelMapping channelMapping() {
        return ChannelMapping.MULTIPLIED;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Inputs.picture(inputs);
        return new Window(kernelSize, strides, dilation, padding).slide(input, input.channels() * depthMultiplier);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int channels = Inputs.picture(inputs).channels();
        Shape kernel = Shape.of(kernelSize.height(), kernelSize.width(), channels, depthMultiplier);
        return WeightSpec.withBias(useBias, channels * depthMultiplier, WeightSpec.kernel("depthwise_kernel", kernel));
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
