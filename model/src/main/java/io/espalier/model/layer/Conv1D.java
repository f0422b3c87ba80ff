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
import java.util.Locale;
import java.util.Objects;

/**
 * Convolution over the steps of a sequence (steps, channels).
 *
 * <p>Weights: {@code kernel} of shape (steps, input channels, filters) and, unless left out, {@code bias} of shape (filters).
 */
public record Conv1D(
        int filters,
        int kernelSize,
        int strides,
        TemporalPadding padding,
        int dilation,
        ActivationFunction activation,
        boolean useBias)
        implements KernelLayer {
    public Conv1D {
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(activation, "activation");
        if (filters < 1) {
            throw new ModelException("a Conv1D needs at least one filter, not " + filters);
        }
        Window.checkLengths(kernelSize, strides);
        Window.checkStridesAndDilation(new Size(1, strides), new Size(1, dilation));
    }

    /** Keras's defaults: stride 1, padding valid, linear, with bias. */
    public static Conv1D of(int filters, int kernelSize) {
        return new Conv1D(filters, kernelSize, 1, TemporalPadding.VALID, 1, ActivationFunction.LINEAR, true);
    }

    /** A copy with this stride, at least 1. */
    public Conv1D withStrides(int strides) {
        return new Conv1D(filters, kernelSize, strides, padding, dilation, activation, useBias);
    }

    /** A copy with this padding. */
    public Conv1D withPadding(TemporalPadding padding) {
        return new Conv1D(filters, kernelSize, strides, padding, dilation, activation, useBias);
    }

    /** A copy with this dilation, at least 1. */
    public Conv1D withDilation(int dilation) {
        return new Conv1D(filters, kernelSize, strides, padding, dilation, activation, useBias);
    }

    /** A copy that applies this activation function to its output. */
    public Conv1D withActivation(ActivationFunction activation) {
        return new Conv1D(filters, kernelSize, strides, padding, dilation, activation, useBias);
    }

    /** A copy without a bias. */
    public Conv1D withoutBias() {
        return new Conv1D(filters, kernelSize, strides, padding, dilation, activation, false);
    }

    /** How many zeros causal padding puts before the first step; none with other paddings. */
    public int zerosBefore() {
        return padding == TemporalPadding.CAUSAL ? (kernelSize - 1) * dilation : 0;
    }

    /** The equivalent layer for an image of height 1 whose width is the length of the sequence and {@link #zerosBefore} together. */
    public Conv2D overPicture() {
        return new Conv2D(
                filters,
                new Size(1, kernelSize),
                new Size(1, strides),
                padding == TemporalPadding.SAME ? Padding.SAME : Padding.VALID,
                new Size(1, dilation),
                activation,
                useBias);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        int steps = Inputs.sequence(inputs).dimension(0) + zerosBefore();
        return Shape.of(
                Window.steps(
                        "length",
                        steps,
                        kernelSize,
                        strides,
                        dilation,
                        overPicture().padding()),
                filters);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape kernel = Shape.of(kernelSize, Inputs.sequence(inputs).channels(), filters);
        return WeightSpec.withBias(useBias, filters, WeightSpec.kernel("kernel", kernel));
    }

    @Override
    public Conv1D withChannels(int channels) {
        return new Conv1D(channels, kernelSize, strides, padding, dilation, activation, useBias);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }

    /** What a window does at the ends of a sequence. */
    public enum TemporalPadding {
        /** Zeros are added so that stride 1 keeps the length; more at the end where the number is odd. */
        SAME,
        /** The window stays inside. */
        VALID,
        /** Zeros are added before the first step only: no step sees one that comes after it. */
        CAUSAL;

        /** Keras's name, such as {@code causal}. */
        public String kerasName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
