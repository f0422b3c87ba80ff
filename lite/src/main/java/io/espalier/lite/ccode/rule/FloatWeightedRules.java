// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Constant.Whole;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import io.espalier.lite.schema.table.FullyConnectedWeightsFormat;
import io.espalier.lite.schema.table.Padding;
import java.util.List;

/** Convolutions and products of matrices in float32. */
final class FloatWeightedRules {
    private FloatWeightedRules() {}

    static List<Step> convolution(Operation operation) {
        Tensor input = operation.input(0);
        Ints kernel = constant(operation, 1, "its weights are computed").shape();
        Picture picture = picture(operation, kernel);
        int channels = kernel.get(0);
        int groups = input.shape().get(3) / kernel.get(3);
        int length = kernel.get(1) * kernel.get(2) * kernel.get(3);
        if (picture.isPointwise() && groups == 1) {
            int height = input.shape().get(0) * input.shape().get(1);
            return List.of(filters(operation.step("matmul_float", 0), operation, 1, 2, channels, length)
                    .with("pixels", input.shape().get(2))
                    .byRows(height, Window.same(height)));
        }
        Step step = filters(operation.step("conv_float", 0), operation, 1, 2, channels, length)
                .with("in_c", input.shape().get(3))
                .with("group_c", kernel.get(3))
                .with("group_filters", channels / groups)
                .with("dilation_h", picture.dilationHeight())
                .with("dilation_w", picture.dilationWidth());
        return List.of(picture.describe(step));
    }

    private static Picture picture(Operation operation, Ints kernel) {
        return Picture.of(
                operation,
                operation.input(0).shape(),
                kernel.get(1),
                kernel.get(2),
                operation.options().integer("dilation_h_factor"),
                operation.options().integer("dilation_w_factor"));
    }

    static List<Step> depthwise(Operation operation) {
        Tensor weights = constant(operation, 1, "its weights are computed");
        Picture picture = picture(operation, weights.shape());
        int channels = weights.shape().get(3);
        Step step = operation
                .step("depthwise_float", 0)
                .with("weights", Table.of(weights))
                .with("bias", bias(operation, 2))
                .with("channels", channels)
                .with("multiplier", channels / operation.input(0).shape().get(3))
                .with("dilation_h", picture.dilationHeight())
                .with("dilation_w", picture.dilationWidth());
        return List.of(picture.describe(FloatLimits.of(step, operation)));
    }

    /** Its first operand is the shape of the output, which is known. */
    static List<Step> transposed(Operation operation) {
        Ints in = operation.input(2).shape();
        Ints out = operation.output().shape();
        Ints kernel = constant(operation, 1, "its weights are computed").shape();
        int strideHeight = operation.options().integer("stride_h");
        int strideWidth = operation.options().integer("stride_w");
        boolean same = operation.options().symbol("padding", Padding.values()) == Padding.SAME;
        int length = kernel.get(1) * kernel.get(2) * kernel.get(3);
        return List.of(filters(operation.step("transpose_conv_float", 2), operation, 1, 3, kernel.get(0), length)
                .with("batch", in.get(0))
                .with("in_h", in.get(1))
                .with("in_w", in.get(2))
                .with("in_c", in.get(3))
                .with("out_h", out.get(1))
                .with("out_w", out.get(2))
                .with("kernel_h", kernel.get(1))
                .with("kernel_w", kernel.get(2))
                .with("stride_h", strideHeight)
                .with("stride_w", strideWidth)
                .with("pad_top", same ? before(in.get(1), out.get(1), strideHeight, kernel.get(1)) : 0)
                .with("pad_left", same ? before(in.get(2), out.get(2), strideWidth, kernel.get(2)) : 0));
    }

    /** The padding of the convolution that it turns around. */
    private static int before(int in, int out, int stride, int kernel) {
        return Math.max(0, (in - 1) * stride + kernel - out) / 2;
    }

    static List<Step> fullyConnected(Operation operation) {
        if (operation.options().symbol("weights_format", FullyConnectedWeightsFormat.values())
                != FullyConnectedWeightsFormat.DEFAULT) {
            throw new Refusal("its weights are shuffled", "use the default format");
        }
        Ints weights = operation.input(1).shape();
        if (weights.size() != 2) {
            throw new Refusal(
                    "its weights have the shape " + weights + ", not two dimensions", "convert the model again");
        }
        int channels = weights.get(0);
        int length = weights.get(1);
        int pixels = Math.toIntExact(operation.output().elements() / channels);
        if (operation.input(1).isConstant()) {
            return List.of(filters(operation.step("matmul_float", 0), operation, 1, 2, channels, length)
                    .with("pixels", pixels)
                    .byRows(1, Window.same(1)));
        }
        return List.of(FloatLimits.of(operation.step("batch_matmul_float", 0, 1), operation)
                .with("places", Table.ofInts(0, 0))
                .with("bias", bias(operation, 2))
                .with("count", 1)
                .with("rows", pixels)
                .with("columns", channels)
                .with("length", length)
                .with("a_row", length)
                .with("a_next", 1)
                .with("b_column", length)
                .with("b_next", 1));
    }

    static List<Step> batchMatmul(Operation operation) {
        boolean aTurned = operation.options().flag("adj_x");
        boolean bTurned = operation.options().flag("adj_y");
        Ints a = operation.input(0).shape();
        Ints b = operation.input(1).shape();
        Ints out = operation.output().shape();
        int rows = out.get(out.size() - 2);
        int columns = out.get(out.size() - 1);
        int length = a.get(a.size() - (aTurned ? 2 : 1));
        int count = Math.toIntExact(operation.output().elements() / rows / columns);
        int[] places = new int[2 * count];
        for (int number = 0; number < count; number++) {
            places[2 * number] = place(number, a, out);
            places[2 * number + 1] = place(number, b, out);
        }
        return List.of(FloatLimits.of(operation.step("batch_matmul_float", 0, 1), operation)
                .with("places", Table.ofInts(places))
                .with("bias", 0)
                .with("count", count)
                .with("rows", rows)
                .with("columns", columns)
                .with("length", length)
                .with("a_row", aTurned ? 1 : length)
                .with("a_next", aTurned ? rows : 1)
                .with("b_column", bTurned ? length : 1)
                .with("b_next", bTurned ? 1 : columns));
    }

    /** Where the matrix of an input starts that belongs to this one of the output; axes of size 1 repeat. */
    private static int place(int number, Ints shape, Ints out) {
        int rest = number;
        int step = shape.get(shape.size() - 1) * shape.get(shape.size() - 2);
        int place = 0;
        for (int fromEnd = 3; fromEnd <= out.size(); fromEnd++) {
            int size = out.get(out.size() - fromEnd);
            int own = fromEnd <= shape.size() ? shape.get(shape.size() - fromEnd) : 1;
            place += own == 1 ? 0 : rest % size * step;
            step *= own;
            rest /= size;
        }
        return place;
    }

    private static Step filters(Step step, Operation operation, int weights, int bias, int channels, int length) {
        return FloatLimits.of(step, operation)
                .with("weights", Table.of(constant(operation, weights, "its weights are computed")))
                .with("bias", bias(operation, bias))
                .with("length", length)
                .with("channels", channels);
    }

    private static Constant bias(Operation operation, int position) {
        return operation.operator().hasInput(position)
                ? Table.of(constant(operation, position, "its bias is computed"))
                : new Whole(0);
    }

    private static Tensor constant(Operation operation, int position, String otherwise) {
        if (!operation.input(position).isConstant()) {
            throw new Refusal(otherwise, "use one that is constant");
        }
        return operation.input(position);
    }
}
