// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.weights;

import io.espalier.model.layer.local.LocallyConnected;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How the kernel of a locally connected layer lies in a file: Keras has three implementations, and each has its own order.
 *
 * <pre>
 * 1  (places, window * channels, filters), the channels of a pixel together or, if they are first, its pixels of a channel
 * 2  every input pixel for every output pixel: (height, width, channels, places high, places wide, filters), or (channels, height, width, filters, ...)
 * 3  one number for each pair of an output and an input that are connected, in their order
 * </pre>
 *
 * @param input the shape of the input as a picture, channels last
 */
public record LocalKernel(LocallyConnected layer, Shape input, int implementation, boolean channelsFirst)
        implements StoredLayouts.Form {
    /** A pair that is connected: where it is here, and by which numbers the file calls its output and its input. */
    private record Pair(int here, int output, int input) {}

    @Override
    public Tensor read(Tensor stored, Shape shape, StoredLayouts.Origin origin) {
        if (implementation == 1 && !channelsFirst) {
            return stored;
        }
        List<Pair> pairs = pairs(shape);
        int outputs = layer.places(input).elements();
        int expected = implementation == 1
                ? shape.elements()
                : implementation == 2 ? outputs * input.elements() : pairs.size();
        if (stored.shape().elements() != expected) {
            return stored;
        }
        float[] values = stored.toArray();
        float[] here = new float[shape.elements()];
        if (implementation == 1) {
            pixelsTogether(values, here, shape);
        } else if (implementation == 2) {
            pairs.forEach(pair -> here[pair.here()] = values[pair.input() * outputs + pair.output()]);
        } else {
            pairs.sort(Comparator.comparingInt(Pair::output).thenComparingInt(Pair::input));
            for (int i = 0; i < values.length; i++) {
                here[pairs.get(i).here()] = values[i];
            }
        }
        return Tensor.of(shape, here);
    }

    private void pixelsTogether(float[] values, float[] here, Shape shape) {
        int filters = shape.channels();
        int channels = input.channels();
        int area = shape.dimension(1) / channels;
        for (int i = 0; i < here.length; i++) {
            int filter = i % filters;
            int row = i / filters % shape.dimension(1);
            int place = i / filters / shape.dimension(1);
            int there = row % channels * area + row / channels;
            here[i] = values[(place * shape.dimension(1) + there) * filters + filter];
        }
    }

    private List<Pair> pairs(Shape shape) {
        Shape places = layer.places(input);
        Size window = layer.convolution().kernelSize();
        Size strides = layer.convolution().strides();
        List<Pair> pairs = new ArrayList<>();
        int here = 0;
        for (int place = 0; place < shape.dimension(0); place++) {
            int down = place / places.dimension(1);
            int across = place % places.dimension(1);
            for (int row = 0; row < shape.dimension(1); row++) {
                int channel = row % input.channels();
                int pixel = row / input.channels();
                int y = down * strides.height() - layer.above() + pixel / window.width();
                int x = across * strides.width() - layer.left() + pixel % window.width();
                boolean isInside = y >= 0 && y < input.dimension(0) && x >= 0 && x < input.dimension(1);
                for (int filter = 0; filter < shape.channels(); filter++, here++) {
                    if (isInside) {
                        pairs.add(new Pair(here, number(places, down, across, filter), number(input, y, x, channel)));
                    }
                }
            }
        }
        return pairs;
    }

    private int number(Shape picture, int y, int x, int channel) {
        int height = picture.dimension(0);
        int width = picture.dimension(1);
        return channelsFirst ? (channel * height + y) * width + x : (y * width + x) * picture.channels() + channel;
    }
}
