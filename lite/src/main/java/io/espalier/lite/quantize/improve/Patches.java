// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.Padding;
import java.nio.FloatBuffer;

/**
 * The parts of an input that a layer multiplies by its weights, one for each position of the output: as the rows of a matrix, whose
 * product with the weights of an output channel is that channel.
 *
 * <p>A group of output channels sees the same input channels; where there are several groups, a patch has a part for each. Values beyond
 * the edge, where padding is, are zeros.
 *
 * @param layer whose patches they are
 * @param height of the window, likewise width; 1 for a fully connected operator
 * @param columns how many weights an output channel has
 */
record Patches(WeightedLayer layer, Operator operator, int height, int width, int columns) {
    static Patches of(WeightedLayer layer, Operator operator) {
        Ints shape = layer.weights().shape();
        boolean isDense = layer.kind() == BuiltinOperator.FULLY_CONNECTED;
        return new Patches(
                layer,
                operator,
                isDense ? 1 : shape.get(1),
                isDense ? 1 : shape.get(2),
                isDense ? shape.get(1) : shape.get(1) * shape.get(2) * layer.fanIn());
    }

    int groups() {
        return layer.inputs() / layer.fanIn();
    }

    /** The group that an output channel is in. */
    int group(int output) {
        return layer.firstInput(output) / layer.fanIn();
    }

    /** Where the weight is that an output channel has for a column. */
    int place(int output, int column) {
        return layer.kind() == BuiltinOperator.DEPTHWISE_CONV_2D
                ? column * layer.outputs() + output
                : output * columns + column;
    }

    /** How many positions the output for an input of this shape has, the batch's samples counted. */
    int positions(Ints shape) {
        if (layer.kind() == BuiltinOperator.FULLY_CONNECTED) {
            return shape.stream().reduce(1, Math::multiplyExact) / columns;
        }
        return shape.get(0) * steps(shape, 1) * steps(shape, 2);
    }

    /** Reads the patch of one group at one position. */
    void read(FloatBuffer values, Ints shape, int position, int group, double[] patch) {
        if (layer.kind() == BuiltinOperator.FULLY_CONNECTED) {
            for (int column = 0; column < columns; column++) {
                patch[column] = values.get(values.position() + position * columns + column);
            }
            return;
        }
        int fanIn = layer.fanIn();
        int across = steps(shape, 2);
        int perSample = steps(shape, 1) * across;
        int top = position % perSample / across * stride(1) - before(shape, 1);
        int left = position % across * stride(2) - before(shape, 2);
        int sample = values.position() + position / perSample * shape.get(1) * shape.get(2) * shape.get(3);
        int column = 0;
        for (int y = 0; y < height; y++) {
            int row = top + y * dilation(1);
            for (int x = 0; x < width; x++) {
                int at = left + x * dilation(2);
                boolean inside = row >= 0 && row < shape.get(1) && at >= 0 && at < shape.get(2);
                int first = sample + (row * shape.get(2) + at) * shape.get(3) + group * fanIn;
                for (int channel = 0; channel < fanIn; channel++) {
                    patch[column++] = inside ? values.get(first + channel) : 0;
                }
            }
        }
    }

    private int steps(Ints shape, int axis) {
        int size = isSame() ? shape.get(axis) : shape.get(axis) - window(axis) + 1;
        return Math.max(0, (size + stride(axis) - 1) / stride(axis));
    }

    // SAME puts the odd one behind
    private int before(Ints shape, int axis) {
        int needed = (steps(shape, axis) - 1) * stride(axis) + window(axis) - shape.get(axis);
        return isSame() ? Math.max(0, needed) / 2 : 0;
    }

    private boolean isSame() {
        return operator.options().symbol("padding", Padding.values()) == Padding.SAME;
    }

    private int window(int axis) {
        return ((axis == 1 ? height : width) - 1) * dilation(axis) + 1;
    }

    private int stride(int axis) {
        return operator.options().integer(axis == 1 ? "stride_h" : "stride_w");
    }

    private int dilation(int axis) {
        return operator.options().integer(axis == 1 ? "dilation_h_factor" : "dilation_w_factor");
    }
}
