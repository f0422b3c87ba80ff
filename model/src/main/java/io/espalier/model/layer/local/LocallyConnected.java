// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.local;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Window;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.compute.Kernels;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;

/**
 * A convolution with a kernel of its own for each place where the window stops: LocallyConnected1D and LocallyConnected2D of Keras 1 and 2.
 *
 * <p>Weights: {@code kernel} of shape (places, window height * window width * channels, filters) and, unless left out, {@code bias} of the
 * shape of the output.
 *
 * @param convolution without dilation; over sequences, which are pictures of height 1, with a window of height 1 and the same stride twice
 * @param ofSequences whether the input is (steps, channels) rather than (height, width, channels)
 */
public record LocallyConnected(Conv2D convolution, boolean ofSequences) implements ComposedLayer {
    public LocallyConnected {
        if (!convolution.dilation().isOne()) {
            throw new ModelException("a locally connected layer has no dilation");
        }
    }

    @Override
    public String kind() {
        return ofSequences ? "LocallyConnected1D" : "LocallyConnected2D";
    }

    /** The input as a picture. */
    public Shape picture(Shape input) {
        if (!ofSequences) {
            return Inputs.picture(input);
        }
        Shape sequence = Inputs.sequence(input);
        return Shape.of(1, sequence.dimension(0), sequence.channels());
    }

    /** The output, as a picture. */
    public Shape places(Shape picture) {
        return new Window(convolution.kernelSize(), convolution.strides(), Size.ONE, convolution.padding())
                .slide(picture, convolution.filters());
    }

    /** By how many rows a window starts above its place; with padding valid it starts there. */
    public int above() {
        return convolution.padding() == Padding.SAME ? convolution.kernelSize().height() / 2 : 0;
    }

    /** By how many columns a window starts left of its place. */
    public int left() {
        return convolution.padding() == Padding.SAME ? convolution.kernelSize().width() / 2 : 0;
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        Shape picture = picture(Inputs.single(inputs));
        Shape places = places(picture);
        Shape kernel = Shape.of(places.dimension(0) * places.dimension(1), fanIn(picture), convolution.filters());
        WeightSpec weights = WeightSpec.kernel("kernel", kernel);
        return convolution.useBias()
                ? List.of(weights, WeightSpec.trainable("bias", output(places), Initializer.ZEROS))
                : List.of(weights);
    }

    private int fanIn(Shape picture) {
        return convolution.kernelSize().height() * convolution.kernelSize().width() * picture.channels();
    }

    private Shape output(Shape places) {
        return ofSequences ? Shape.of(places.dimension(1), places.channels()) : places;
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T input = Inputs.single(inputs);
        Shape picture = picture(on.shape(input));
        Shape places = places(picture);
        int count = places.dimension(0) * places.dimension(1);
        T padded = padded(on, on.reshape(input, picture), places);
        boolean isDepthwise =
                convolution.strides().height() == convolution.strides().width();
        T seen = isDepthwise ? depthwise(on, padded, picture.channels()) : across(on, padded, picture.channels());
        T rows = on.reshape(seen, Shape.of(count, 1, fanIn(picture)));
        T kernel = isDepthwise ? channelsOutside(on, picture.channels()) : on.weight("kernel");
        T sums = on.reshape(on.matMul(rows, kernel, false), output(places));
        return Kernels.activated(on, sums, convolution.useBias(), convolution.activation());
    }

    private <T> T padded(Operations<T> on, T image, Shape places) {
        Shape shape = on.shape(image);
        Size strides = convolution.strides();
        Size window = convolution.kernelSize();
        int bottom = (places.dimension(0) - 1) * strides.height() + window.height() - above();
        int right = (places.dimension(1) - 1) * strides.width() + window.width() - left();
        List<Integer> before = List.of(above(), left(), 0);
        List<Integer> after =
                List.of(Math.max(0, bottom - shape.dimension(0)), Math.max(0, right - shape.dimension(1)), 0);
        List<Integer> none = List.of(0, 0, 0);
        return before.equals(none) && after.equals(none) ? image : on.pad(image, before, after);
    }

    /** What the window sees at each place, channel by channel: a convolution with kernels of a single 1 copies it there. */
    private <T> T depthwise(Operations<T> on, T image, int channels) {
        Size window = convolution.kernelSize();
        int area = window.height() * window.width();
        float[] ones = new float[area * channels * area];
        for (int pixel = 0; pixel < area; pixel++) {
            for (int channel = 0; channel < channels; channel++) {
                ones[(pixel * channels + channel) * area + pixel] = 1;
            }
        }
        T kernel = on.constant(Tensor.of(Shape.of(window.height(), window.width(), channels, area), ones));
        return on.convolveDepthwise(image, kernel, convolution.strides(), Padding.VALID, Size.ONE);
    }

    /** As {@link #depthwise}, pixel by pixel; TensorFlow has no depthwise convolution with two strides. */
    private <T> T across(Operations<T> on, T image, int channels) {
        Size window = convolution.kernelSize();
        int all = window.height() * window.width() * channels;
        float[] ones = new float[all * all];
        for (int i = 0; i < all; i++) {
            ones[i * all + i] = 1;
        }
        T kernel = on.constant(Tensor.of(Shape.of(window.height(), window.width(), channels, all), ones));
        return on.convolve(image, kernel, convolution.strides(), Padding.VALID, Size.ONE);
    }

    private <T> T channelsOutside(Operations<T> on, int channels) {
        T kernel = on.weight("kernel");
        Shape shape = on.shape(kernel);
        int area = shape.dimension(1) / channels;
        if (area == 1 || channels == 1) {
            return kernel;
        }
        T apart = on.reshape(kernel, Shape.of(shape.dimension(0), area, channels, shape.channels()));
        return on.reshape(on.transpose(apart, 0, 2, 1, 3), shape);
    }

    @Override
    public List<String> kernels() {
        return List.of("kernel");
    }
}
