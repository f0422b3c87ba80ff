// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;

/** Convolution and pooling by their definitions, for one example and one layer after the input. */
final class NaiveLayers {
    private final Node node;
    private final Model model;
    private final Shape input;
    private final Shape output;
    private final float[] values;

    NaiveLayers(Model model, float[] values) {
        this.model = model;
        this.node = model.nodes().get(1);
        this.input = model.inputShapes(node).get(0);
        this.output = model.outputShape(node);
        this.values = values;
    }

    float[] conv(Conv2D layer) {
        Tensor kernel = model.weights().get(node.name(), "kernel");
        int inputs = input.channels();
        return activated(
                layer.activation(),
                slide(layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding(), (window, filter) -> {
                    double sum = bias(layer.useBias(), filter);
                    for (Window.Tap tap : window.taps()) {
                        for (int channel = 0; channel < inputs; channel++) {
                            sum += at(tap.y(), tap.x(), channel)
                                    * kernel.get((tap.index() * inputs + channel) * layer.filters() + filter);
                        }
                    }
                    return sum;
                }));
    }

    float[] conv(Conv1D layer) {
        Tensor kernel = model.weights().get(node.name(), "kernel");
        int steps = input.dimension(0);
        int inputs = input.channels();
        int reach = (layer.kernelSize() - 1) * layer.dilation();
        int missing = Math.max(0, (output.dimension(0) - 1) * layer.strides() + reach + 1 - steps);
        int before = layer.padding() == TemporalPadding.CAUSAL
                ? reach
                : layer.padding() == TemporalPadding.SAME ? missing / 2 : 0;
        float[] result = new float[output.elements()];
        for (int i = 0; i < result.length; i++) {
            int filter = i % layer.filters();
            double sum = bias(layer.useBias(), filter);
            for (int tap = 0; tap < layer.kernelSize(); tap++) {
                int step = i / layer.filters() * layer.strides() + tap * layer.dilation() - before;
                for (int channel = 0; channel < inputs && step >= 0 && step < steps; channel++) {
                    sum += values[step * inputs + channel]
                            * kernel.get((tap * inputs + channel) * layer.filters() + filter);
                }
            }
            result[i] = (float) sum;
        }
        return activated(layer.activation(), result);
    }

    float[] depthwise(DepthwiseConv2D layer) {
        Tensor kernel = model.weights().get(node.name(), "depthwise_kernel");
        int multiplier = layer.depthMultiplier();
        return activated(
                layer.activation(),
                slide(layer.kernelSize(), layer.strides(), layer.dilation(), layer.padding(), (window, channel) -> {
                    double sum = bias(layer.useBias(), channel);
                    for (Window.Tap tap : window.taps()) {
                        sum += at(tap.y(), tap.x(), channel / multiplier)
                                * kernel.get(tap.index() * output.channels() + channel);
                    }
                    return sum;
                }));
    }

    float[] maxPool(MaxPooling2D layer) {
        return slide(
                layer.poolSize(),
                layer.strides(),
                Size.ONE,
                layer.padding(),
                (window, channel) -> window.taps().stream()
                        .mapToDouble(tap -> at(tap.y(), tap.x(), channel))
                        .max()
                        .orElseThrow());
    }

    float[] averagePool(AveragePooling2D layer) {
        return slide(
                layer.poolSize(),
                layer.strides(),
                Size.ONE,
                layer.padding(),
                (window, channel) -> window.taps().stream()
                        .mapToDouble(tap -> at(tap.y(), tap.x(), channel))
                        .average()
                        .orElseThrow());
    }

    private double at(int y, int x, int channel) {
        return values[(y * input.dimension(1) + x) * input.channels() + channel];
    }

    private double bias(boolean used, int channel) {
        return used ? model.weights().get(node.name(), "bias").get(channel) : 0;
    }

    private static float[] activated(ActivationFunction function, float[] sums) {
        if (function == ActivationFunction.RELU) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] = Math.max(0, sums[i]);
            }
        }
        return sums;
    }

    /** What one output is, given the places of the picture that the window covers. */
    @FunctionalInterface
    private interface Value {
        double of(Window window, int channel);
    }

    private float[] slide(Size size, Size strides, Size dilation, Padding padding, Value value) {
        float[] result = new float[output.elements()];
        int position = 0;
        for (int row = 0; row < output.dimension(0); row++) {
            for (int column = 0; column < output.dimension(1); column++) {
                int top = start(row, 0, size.height(), strides.height(), dilation.height(), padding);
                int left = start(column, 1, size.width(), strides.width(), dilation.width(), padding);
                Window window = Window.at(top, left, size, dilation, input);
                for (int channel = 0; channel < output.channels(); channel++) {
                    result[position++] = (float) value.of(window, channel);
                }
            }
        }
        return result;
    }

    private int start(int place, int axis, int size, int stride, int dilation, Padding padding) {
        int reach = (size - 1) * dilation + 1;
        int missing = Math.max(0, (output.dimension(axis) - 1) * stride + reach - input.dimension(axis));
        return place * stride - (padding == Padding.SAME ? missing / 2 : 0);
    }
}
