// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.ActivationFunction;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Float graphs of one operator in forms that kernels treat apart: odd sizes, strides, dilations, groups, several images, shapes that broadcast. */
final class MoreIntegerGraphs {
    private static final long SEED = 9;
    private static final String ACTIVATION = "fused_activation_function";

    private final Map<String, Graph> graphs = new LinkedHashMap<>();

    private MoreIntegerGraphs() {}

    static Map<String, Graph> all() {
        MoreIntegerGraphs all = new MoreIntegerGraphs();
        all.convolutions();
        all.pools();
        all.pairs();
        all.reductions();
        all.movements();
        return all.graphs;
    }

    private void convolutions() {
        for (ActivationFunction activation :
                List.of(ActivationFunction.NONE, ActivationFunction.RELU, ActivationFunction.RELU6)) {
            convolution(
                    "plain " + activation, activation, Ints.of(1, 7, 9, 5), Ints.of(7, 3, 2, 5), 1, 1, Padding.SAME);
        }
        ActivationFunction none = ActivationFunction.NONE;
        convolution("strided", none, Ints.of(1, 8, 7, 3), Ints.of(4, 5, 3, 3), 2, 1, Padding.VALID);
        convolution("dilated", none, Ints.of(1, 9, 8, 2), Ints.of(3, 3, 3, 2), 1, 2, Padding.SAME);
        convolution("of images", none, Ints.of(3, 5, 6, 4), Ints.of(2, 3, 3, 4), 2, 1, Padding.SAME);
        convolution("of pixels of images", none, Ints.of(2, 5, 3, 4), Ints.of(3, 1, 1, 4), 1, 1, Padding.SAME);
        convolution("of groups", none, Ints.of(1, 5, 6, 6), Ints.of(4, 3, 3, 3), 1, 1, Padding.SAME);
        convolution("of strided pixels", none, Ints.of(1, 5, 6, 6), Ints.of(3, 1, 1, 6), 2, 1, Padding.SAME);
        depthwise("plain", Ints.of(1, 6, 7, 5), 1, 1, 1);
        depthwise("strided", Ints.of(1, 6, 7, 5), 1, 2, 1);
        depthwise("multiplied", Ints.of(1, 6, 5, 3), 2, 1, 1);
        depthwise("dilated", Ints.of(1, 9, 8, 3), 1, 1, 2);
        depthwise("of images", Ints.of(2, 6, 5, 3), 1, 2, 1);
        transposed("same", Padding.SAME, Ints.of(1, 4, 5, 3), 3, 2, Ints.of(1, 8, 10, 4));
        transposed("valid", Padding.VALID, Ints.of(1, 4, 5, 3), 3, 2, Ints.of(1, 9, 11, 4));
        transposed("of images", Padding.SAME, Ints.of(2, 3, 3, 2), 4, 2, Ints.of(2, 6, 6, 2));
        put(
                "FULLY_CONNECTED of many",
                input(3, 40).weights(9, 40).weights(9),
                BuiltinOperator.FULLY_CONNECTED,
                Options.of(OptionsTable.FULLY_CONNECTED).with(ACTIVATION, ActivationFunction.RELU),
                Ints.of(3, 9));
        put(
                "FULLY_CONNECTED without bias",
                input(1, 33).weights(1, 33).absent(1),
                BuiltinOperator.FULLY_CONNECTED,
                Options.of(OptionsTable.FULLY_CONNECTED),
                Ints.of(1, 1));
        for (boolean turned : new boolean[] {false, true}) {
            put(
                    "BATCH_MATMUL " + turned,
                    input(2, 3, 4, 5).weights(1, 3, turned ? 6 : 5, turned ? 5 : 6),
                    BuiltinOperator.BATCH_MATMUL,
                    Options.of(OptionsTable.BATCH_MATMUL).with("adj_y", turned),
                    Ints.of(2, 3, 4, 6));
        }
    }

    private void convolution(
            String name,
            ActivationFunction activation,
            Ints in,
            Ints kernel,
            int stride,
            int dilation,
            Padding padding) {
        Options options = Options.of(OptionsTable.CONV_2D)
                .with("padding", padding)
                .with("stride_h", stride)
                .with("stride_w", stride)
                .with("dilation_h_factor", dilation)
                .with("dilation_w_factor", dilation)
                .with(ACTIVATION, activation);
        Ints out = Ints.of(
                in.get(0),
                size(in.get(1), kernel.get(1), stride, dilation, padding),
                size(in.get(2), kernel.get(2), stride, dilation, padding),
                kernel.get(0));
        put(
                "CONV_2D " + name,
                input(in.toArray()).weights(kernel.toArray()).weights(kernel.get(0)),
                BuiltinOperator.CONV_2D,
                options,
                out);
    }

    private static int size(int in, int kernel, int stride, int dilation, Padding padding) {
        int extent = (kernel - 1) * dilation + 1;
        return padding == Padding.SAME ? (in + stride - 1) / stride : (in - extent + stride) / stride;
    }

    private void depthwise(String name, Ints in, int multiplier, int stride, int dilation) {
        int channels = in.get(3) * multiplier;
        Options options = Options.of(OptionsTable.DEPTHWISE_CONV_2D)
                .with("padding", Padding.SAME)
                .with("stride_h", stride)
                .with("stride_w", stride)
                .with("dilation_h_factor", dilation)
                .with("dilation_w_factor", dilation)
                .with("depth_multiplier", multiplier);
        Ints out = Ints.of(
                in.get(0),
                size(in.get(1), 3, stride, dilation, Padding.SAME),
                size(in.get(2), 3, stride, dilation, Padding.SAME),
                channels);
        put(
                "DEPTHWISE_CONV_2D " + name,
                input(in.toArray()).weights(1, 3, 3, channels).weights(channels),
                BuiltinOperator.DEPTHWISE_CONV_2D,
                options,
                out);
    }

    private void transposed(String name, Padding padding, Ints in, int kernel, int stride, Ints out) {
        Options options = Options.of(OptionsTable.TRANSPOSE_CONV)
                .with("padding", padding)
                .with("stride_h", stride)
                .with("stride_w", stride);
        OneOperator operands = new OneOperator(SEED)
                .ints(out.toArray())
                .weights(out.get(3), kernel, kernel, in.get(3))
                .input(TensorType.FLOAT32, in.toArray());
        put("TRANSPOSE_CONV " + name, operands, BuiltinOperator.TRANSPOSE_CONV, options, out);
    }

    private void pools() {
        for (BuiltinOperator kind : List.of(BuiltinOperator.MAX_POOL_2D, BuiltinOperator.AVERAGE_POOL_2D)) {
            for (Padding padding : Padding.values()) {
                Options options = Options.of(OptionsTable.POOL_2D)
                        .with("padding", padding)
                        .with("stride_w", 2)
                        .with("stride_h", 1)
                        .with("filter_width", 3)
                        .with("filter_height", 2)
                        .with(ACTIVATION, ActivationFunction.RELU);
                Ints out = padding == Padding.SAME ? Ints.of(2, 5, 4, 3) : Ints.of(2, 4, 3, 3);
                put(kind + " " + padding, input(2, 5, 7, 3), kind, options, out);
            }
        }
    }

    private void pairs() {
        List<List<Ints>> shapes = List.of(
                List.of(Ints.of(1, 3, 4, 5), Ints.of(1, 3, 4, 5)),
                List.of(Ints.of(1, 3, 4, 5), Ints.of(1, 3, 1, 5)),
                List.of(Ints.of(1, 3, 4, 5), Ints.of(4, 1)),
                List.of(Ints.of(1, 3, 1, 5), Ints.of(1, 3, 4, 5)),
                List.of(Ints.of(2, 3, 4, 5), Ints.of(2, 1, 1, 5)),
                List.of(Ints.of(2, 3, 4, 5), Ints.of(1, 3, 1, 5)),
                List.of(Ints.of(7), Ints.of(6, 1)),
                List.of(Ints.of(5, 6), Ints.of(1)));
        List<BuiltinOperator> kinds = List.of(
                BuiltinOperator.ADD,
                BuiltinOperator.SUB,
                BuiltinOperator.MUL,
                BuiltinOperator.MAXIMUM,
                BuiltinOperator.SQUARED_DIFFERENCE,
                BuiltinOperator.PRELU);
        for (BuiltinOperator kind : kinds) {
            for (List<Ints> pair : shapes) {
                Ints a = pair.get(0);
                Ints b = pair.get(1);
                boolean spreads = a.size() < b.size()
                        || b.stream().reduce(1, (x, y) -> x * y) > a.stream().reduce(1, (x, y) -> x * y);
                if (kind == BuiltinOperator.PRELU && (spreads || a.size() < 4 || b.size() < 3)) {
                    continue;
                }
                put(
                        kind + " " + a + " " + b,
                        input(a.toArray()).weights(b.toArray()),
                        kind,
                        kind == BuiltinOperator.PRELU
                                ? Options.NONE
                                : Options.of(OptionsTable.valueOf(
                                        kind == BuiltinOperator.MAXIMUM ? "MAXIMUM_MINIMUM" : kind.name())),
                        broadcast(a, b));
            }
        }
        put(
                "MUL clamped",
                input(1, 3, 4, 5).weights(1, 3, 4, 5),
                BuiltinOperator.MUL,
                Options.of(OptionsTable.MUL).with(ACTIVATION, ActivationFunction.RELU6),
                Ints.of(1, 3, 4, 5));
    }

    private static Ints broadcast(Ints a, Ints b) {
        int[] shape = new int[Math.max(a.size(), b.size())];
        for (int axis = 0; axis < shape.length; axis++) {
            int one = axis < shape.length - a.size() ? 1 : a.get(axis - shape.length + a.size());
            int other = axis < shape.length - b.size() ? 1 : b.get(axis - shape.length + b.size());
            shape[axis] = Math.max(one, other);
        }
        return Ints.of(shape);
    }

    private void reductions() {
        for (BuiltinOperator kind : List.of(BuiltinOperator.MEAN, BuiltinOperator.SUM, BuiltinOperator.REDUCE_MAX)) {
            reduction(kind, Ints.of(1, 6, 7, 5), Ints.of(1, 1, 1, 5), true, 1, 2);
            reduction(kind, Ints.of(2, 5, 3, 4), Ints.of(2, 5, 3), false, -1);
            reduction(kind, Ints.of(2, 5, 3, 4), Ints.of(2, 3), false, 1, 3);
            reduction(kind, Ints.of(3, 4, 5), Ints.of(3, 5), false, 1);
            reduction(kind, Ints.of(5, 9), Ints.of(5, 1), true, 1);
        }
        put(
                "SOFTMAX of 12",
                input(5, 12),
                BuiltinOperator.SOFTMAX,
                Options.of(OptionsTable.SOFTMAX).with("beta", 1f),
                Ints.of(5, 12));
        put(
                "SOFTMAX of 40",
                input(1, 40),
                BuiltinOperator.SOFTMAX,
                Options.of(OptionsTable.SOFTMAX).with("beta", 1f),
                Ints.of(1, 40));
    }

    private void reduction(BuiltinOperator kind, Ints in, Ints out, boolean keeps, int... axes) {
        put(
                kind + " " + in + " along " + Ints.of(axes),
                input(in.toArray()).ints(axes),
                kind,
                Options.of(OptionsTable.REDUCER).with("keep_dims", keeps),
                out);
    }

    private void movements() {
        for (boolean corners : new boolean[] {true, false}) {
            for (boolean centers : corners ? new boolean[] {false} : new boolean[] {true, false}) {
                for (BuiltinOperator kind :
                        List.of(BuiltinOperator.RESIZE_BILINEAR, BuiltinOperator.RESIZE_NEAREST_NEIGHBOR)) {
                    Options options = Options.of(OptionsTable.valueOf(kind.name()))
                            .with("align_corners", corners)
                            .with("half_pixel_centers", centers);
                    put(
                            kind + " " + corners + " " + centers + " up",
                            input(2, 3, 5, 4).ints(7, 10),
                            kind,
                            options,
                            Ints.of(2, 7, 10, 4));
                    put(
                            kind + " " + corners + " " + centers + " down",
                            input(1, 9, 8, 3).ints(4, 3),
                            kind,
                            options,
                            Ints.of(1, 4, 3, 3));
                }
            }
        }
        put(
                "TRANSPOSE of 5 axes",
                input(2, 3, 4, 5, 2).ints(4, 1, 0, 3, 2),
                BuiltinOperator.TRANSPOSE,
                Options.of(OptionsTable.TRANSPOSE),
                Ints.of(2, 3, 2, 5, 4));
        put(
                "PAD of channels and images",
                input(2, 3, 4, 2).ints(Ints.of(4, 2), 1, 0, 0, 2, 1, 1, 0, 3),
                BuiltinOperator.PAD,
                Options.of(OptionsTable.PAD),
                Ints.of(3, 5, 6, 5));
        put(
                "CONCATENATION along rows",
                input(2, 3, 4).weights(2, 2, 4),
                BuiltinOperator.CONCATENATION,
                Options.of(OptionsTable.CONCATENATION).with("axis", -2),
                Ints.of(2, 5, 4));
        put(
                "GATHER of 6",
                input(4, 5).ints(4, 0, 1, 2, 2, 0),
                BuiltinOperator.GATHER,
                Options.of(OptionsTable.GATHER).with("axis", 1),
                Ints.of(4, 6));
    }

    private static OneOperator input(int... shape) {
        return new OneOperator(SEED).input(TensorType.FLOAT32, shape);
    }

    private void put(String name, OneOperator operands, BuiltinOperator kind, Options options, Ints output) {
        graphs.put(name, operands.operator(kind, options, List.of(TensorType.FLOAT32), output));
    }
}
