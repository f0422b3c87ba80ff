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
 * Convolution over height and width.
 *
 * <p>Weights: {@code kernel} of shape (height, width, input channels, filters) and, unless left out, {@code bias} of shape
 * (filters).
 */
public record Conv2D(
        int filters,
        Size kernelSize,
        Size strides,
        Padding padding,
        Size dilation,
        ActivationFunction activation,
        boolean useBias)
        implements KernelLayer {
    public Conv2D {
        Objects.requireNonNull(kernelSize, "kernelSize");
        Objects.requireNonNull(strides, "strides");
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(dilation, "dilation");
        Objects.requireNonNull(activation, "activation");
        if (filters < 1) {
            throw new ModelException("a Conv2D needs at least one filter, not " + filters);
        }
        Window.checkStridesAndDilation(strides, dilation);
    }

    /** Keras's defaults: stride 1, padding valid, linear, with bias. */
    public static Conv2D of(int filters, int kernelSide) {
        return of(filters, Size.square(kernelSide));
    }

    /** A layer with Keras's defaults: stride 1, padding valid, linear, with bias. */
    public static Conv2D of(int filters, Size kernelSize) {
        return new Conv2D(filters, kernelSize, Size.ONE, Padding.VALID, Size.ONE, ActivationFunction.LINEAR, true);
    }

    /** A copy with the same stride along height and width, at least 1. */
    public Conv2D withStrides(int side) {
        return withStrides(Size.square(side));
    }

    /** A copy with these strides, each at least 1. */
    public Conv2D withStrides(Size strides) {
        return new Conv2D(filters, kernelSize, strides, padding, dilation, activation, useBias);
    }

    /** A copy with this padding. */
    public Conv2D withPadding(Padding padding) {
        return new Conv2D(filters, kernelSize, strides, padding, dilation, activation, useBias);
    }

    /** A copy with the same dilation along height and width, at least 1. */
    public Conv2D withDilation(int side) {
        return new Conv2D(filters, kernelSize, strides, padding, Size.square(side), activation, useBias);
    }

    /** A copy that applies this activation function to its output. */
    public Conv2D withActivation(ActivationFunction activation) {
        return new Conv2D(filters, kernelSize, strides, padding, dilation, activation, useBias);
    }

    /** A copy without a bias. */
    public Conv2D withoutBias() {
        return new Conv2D(filters, kernelSize, strides, padding, dilation, activation, false);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return new Window(kernelSize, strides, dilation, padding).slide(Inputs.picture(inputs), filters);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape kernel = Shape.of(
                kernelSize.height(), kernelSize.width(), Inputs.picture(inputs).channels(), filters);
        return WeightSpec.withBias(useBias, filters, WeightSpec.kernel("kernel", kernel));
    }

    @Override
    public Conv2D withChannels(int channels) {
        return new Conv2D(channels, kernelSize, strides, padding, dilation, activation, useBias);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
