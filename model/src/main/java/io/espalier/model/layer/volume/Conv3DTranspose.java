// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.volume;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Volume;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;

/**
 * Transposed convolution of volumes (depth, height, width, channels), which enlarges them. It is computed as a convolution of the volume with zeros between its
 * elements.
 *
 * <p>Weights: {@code kernel} of shape (depth, height, width, filters, input channels) and, unless left out, {@code bias} of shape (filters).
 *
 * @param convolution its filters, window, strides, padding, activation and bias
 * @param outputPadding along depth, height and width, how much longer than the shortest the output is; empty for Keras's default
 */
public record Conv3DTranspose(Conv3D convolution, List<Integer> outputPadding) implements ComposedLayer {
    public Conv3DTranspose {
        outputPadding = List.copyOf(outputPadding);
        Spread.checkOutputPadding(outputPadding, sides(convolution.strides()));
    }

    private static List<Integer> sides(Volume volume) {
        return List.of(volume.depth(), volume.height(), volume.width());
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape volume = Inputs.volume(Inputs.single(inputs));
        Volume window = convolution.kernelSize();
        Shape kernel =
                Shape.of(window.depth(), window.height(), window.width(), convolution.filters(), volume.channels());
        return WeightSpec.withBias(convolution.useBias(), convolution.filters(), WeightSpec.kernel("kernel", kernel));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape volume = Inputs.volume(on.shape(value));
        List<Integer> window = sides(convolution.kernelSize());
        List<Integer> strides = sides(convolution.strides());
        Padding padding = convolution.padding();
        T kernel = on.weight("kernel");
        for (int axis = 0; axis < window.size(); axis++) {
            int added = outputPadding.isEmpty() ? -1 : outputPadding.get(axis);
            int length = Spread.length(volume.dimension(axis), window.get(axis), strides.get(axis), padding, added);
            value = Spread.forTransposed(on, value, axis, window.get(axis), strides.get(axis), padding, length);
            kernel = on.reverse(kernel, axis);
        }
        T sums = on.convolveVolume(value, on.transpose(kernel, 0, 1, 2, 4, 3), Volume.ONE, Padding.VALID);
        return Kernels.activated(on, sums, convolution.useBias(), convolution.activation());
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}
