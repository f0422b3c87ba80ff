// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Window;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.volume.Spread;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;

/**
 * Keras's Conv2DTranspose with {@code output_padding} or {@code dilation_rate}, and Conv1DTranspose, over a sequence (steps, channels), with them.
 * Without both they are {@link Conv2DTranspose} and Conv1DTranspose.
 *
 * <p>Weights: as of these.
 *
 * @param convolution its filters, window, strides, padding, activation and bias; over sequences of height 1
 * @param outputPadding along height and width, how much longer than the shortest the output is; empty for Keras's default
 * @param ofSequences whether it is over sequences
 */
public record GeneralConv2DTranspose(
        Conv2DTranspose convolution, List<Integer> outputPadding, Size dilation, boolean ofSequences)
        implements ComposedLayer {
    public GeneralConv2DTranspose {
        outputPadding = List.copyOf(outputPadding);
        Window.checkStridesAndDilation(convolution.strides(), dilation);
        Spread.checkOutputPadding(
                outputPadding,
                List.of(convolution.strides().height(), convolution.strides().width()));
    }

    @Override
    public String kind() {
        return ofSequences ? "Conv1DTranspose" : "Conv2DTranspose";
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Size window = convolution.kernelSize();
        int filters = convolution.filters();
        Shape kernel = ofSequences
                ? Shape.of(window.width(), filters, Inputs.sequence(inputs).channels())
                : Shape.of(
                        window.height(),
                        window.width(),
                        filters,
                        Inputs.picture(inputs).channels());
        return WeightSpec.withBias(convolution.useBias(), filters, WeightSpec.kernel("kernel", kernel));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T input = Inputs.single(inputs);
        T picture = ofSequences ? Kernels.picture(on, input) : input;
        T kernel = ofSequences ? Kernels.flat(on, on.weight("kernel")) : on.weight("kernel");
        Inputs.picture(on.shape(picture));
        T sums = dilation.isOne()
                ? on.convolveTransposed(
                        picture,
                        kernel,
                        new Size(length(on, picture, 0), length(on, picture, 1)),
                        convolution.strides(),
                        convolution.padding())
                : dilated(on, picture, kernel);
        T shaped = ofSequences ? Kernels.sequence(on, sums) : sums;
        return Kernels.activated(on, shaped, convolution.useBias(), convolution.activation());
    }

    // TFLite has no transposed convolution with dilation.
    private <T> T dilated(Operations<T> on, T picture, T kernel) {
        T wide = picture;
        for (int axis = 0; axis < 2; axis++) {
            wide = Spread.forTransposed(
                    on, wide, axis, reach(axis), stride(axis), convolution.padding(), length(on, picture, axis));
        }
        T turned = on.transpose(on.reverse(on.reverse(kernel, 0), 1), 0, 1, 3, 2);
        return on.convolve(wide, turned, Size.ONE, Padding.VALID, dilation);
    }

    private <T> int length(Operations<T> on, T picture, int axis) {
        boolean isUsual = outputPadding.isEmpty() || (ofSequences && axis == 0);
        int added = isUsual ? -1 : outputPadding.get(axis);
        int input = on.shape(picture).dimension(axis);
        return Spread.length(input, reach(axis), stride(axis), convolution.padding(), added);
    }

    private int stride(int axis) {
        return axis == 0
                ? convolution.strides().height()
                : convolution.strides().width();
    }

    private int reach(int axis) {
        Size window = convolution.kernelSize();
        return axis == 0 ? (window.height() - 1) * dilation.height() + 1 : (window.width() - 1) * dilation.width() + 1;
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}
