// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.convolution;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;

/**
 * As {@link SeparableConv2D}, over the steps of a sequence (steps, channels).
 *
 * <p>Weights: {@code depthwise_kernel} of shape (steps, input channels, multiplier), {@code pointwise_kernel} of shape (1, input channels *
 * multiplier, filters) and, unless left out, {@code bias} of shape (filters).
 */
public record SeparableConv1D(
        int filters,
        int kernelSize,
        int strides,
        TemporalPadding padding,
        int depthMultiplier,
        int dilation,
        ActivationFunction activation,
        boolean useBias)
        implements ComposedLayer {
    public SeparableConv1D {
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(activation, "activation");
        if (filters < 1) {
            throw new ModelException("a SeparableConv1D needs at least one filter, not " + filters);
        }
        DepthwiseConv1D.check(kernelSize, strides, depthMultiplier, dilation);
    }

    /** Keras's defaults: stride 1, padding valid, multiplier 1, linear, with bias. */
    public static SeparableConv1D of(int filters, int kernelSize) {
        return new SeparableConv1D(
                filters, kernelSize, 1, TemporalPadding.VALID, 1, 1, ActivationFunction.LINEAR, true);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int channels = Inputs.sequence(inputs).channels();
        Shape depthwise = Shape.of(kernelSize, channels, depthMultiplier);
        Shape pointwise = Shape.of(1, channels * depthMultiplier, filters);
        return WeightSpec.withBias(
                useBias,
                filters,
                WeightSpec.kernel("depthwise_kernel", depthwise),
                WeightSpec.kernel("pointwise_kernel", pointwise));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T depthwise = DepthwiseConv1D.sums(on, Inputs.single(inputs), kernelSize, strides, padding, dilation);
        T pointwise = on.weight("pointwise_kernel");
        Shape shape = on.shape(pointwise);
        T sums = on.dense(depthwise, on.reshape(pointwise, Shape.of(shape.dimension(1), shape.dimension(2))));
        return Kernels.activated(on, sums, useBias, activation);
    }

    @Override
    public List<String> kernels() {
        return List.of("pointwise_kernel");
    }
}
