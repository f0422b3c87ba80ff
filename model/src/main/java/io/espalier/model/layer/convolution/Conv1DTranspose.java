// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.convolution;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Window;
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
 * As {@link Conv2DTranspose}, over the steps of a sequence (steps, channels).
 *
 * <p>Weights: {@code kernel} of shape (steps, filters, input channels) and, unless left out, {@code bias} of shape (filters).
 */
public record Conv1DTranspose(
        int filters, int kernelSize, int strides, Padding padding, ActivationFunction activation, boolean useBias)
        implements ComposedLayer {
    public Conv1DTranspose {
        Objects.requireNonNull(padding, "padding");
        Objects.requireNonNull(activation, "activation");
        if (filters < 1) {
            throw new ModelException("a Conv1DTranspose needs at least one filter, not " + filters);
        }
        Window.checkLengths(kernelSize, strides);
    }

    /** Keras's defaults: stride 1, padding valid, linear, with bias. */
    public static Conv1DTranspose of(int filters, int kernelSize) {
        return new Conv1DTranspose(filters, kernelSize, 1, Padding.VALID, ActivationFunction.LINEAR, true);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        int channels = Inputs.sequence(inputs).channels();
        return WeightSpec.withBias(
                useBias, filters, WeightSpec.kernel("kernel", Shape.of(kernelSize, filters, channels)));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T picture = Kernels.picture(on, Inputs.single(inputs));
        int steps = Conv2DTranspose.length(on.shape(picture).dimension(1), kernelSize, strides, padding);
        T sums = on.convolveTransposed(
                picture, Kernels.flat(on, on.weight("kernel")), new Size(1, steps), new Size(1, strides), padding);
        return Kernels.activated(on, Kernels.sequence(on, sums), useBias, activation);
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}
