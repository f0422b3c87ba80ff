// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Options;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.Padding;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Operators with windows over pictures and volumes. */
final class ConvolutionExport {
    private static final List<Integer> FILTERS_LAST = List.of(1, 2, 3, 0);
    private static final List<Integer> OUTPUTS_BEFORE_INPUTS = List.of(1, 2, 0, 3);

    private ConvolutionExport() {}

    static Map<BuiltinOperator, ExportRule> rows() {
        Map<BuiltinOperator, ExportRule> rows = new EnumMap<>(BuiltinOperator.class);
        rows.put(CONV_2D, ConvolutionExport::convolution);
        rows.put(DEPTHWISE_CONV_2D, DepthwiseExport::depthwise);
        rows.put(TRANSPOSE_CONV, ConvolutionExport::transposed);
        rows.put(CONV_3D, ConvolutionExport::volume);
        rows.put(AVERAGE_POOL_2D, call -> call.output(pool(call, "AvgPool", call.input(0))));
        rows.put(MAX_POOL_2D, call -> call.output(pool(call, "MaxPool", call.input(0))));
        rows.put(L2_POOL_2D, ConvolutionExport::normPool);
        rows.put(RESIZE_BILINEAR, resize("ResizeBilinear"));
        rows.put(RESIZE_NEAREST_NEIGHBOR, resize("ResizeNearestNeighbor"));
        return rows;
    }

    static Attributes window(OperatorCall call, int strideHeight, int strideWidth) {
        return Attributes.ofType(DataType.FLOAT)
                .with("strides", List.of(1, strideHeight, strideWidth, 1))
                .with(
                        "padding",
                        call.options().symbol("padding", Padding.values()).name())
                .with("data_format", "NHWC");
    }

    private static Attributes strided(OperatorCall call) {
        return window(call, call.options().integer("stride_h"), call.options().integer("stride_w"));
    }

    private static Attributes dilated(OperatorCall call) {
        Options options = call.options();
        return strided(call)
                .with(
                        "dilations",
                        List.of(1, options.integer("dilation_h_factor"), options.integer("dilation_w_factor"), 1))
                .with("explicit_paddings", List.of())
                .with("use_cudnn_on_gpu", true);
    }

    /** A kernel in TensorFlow's order. */
    private static String kernel(OperatorCall call, List<Integer> order) {
        return call.known(1)
                .map(known -> call.weight(known, Permuted.of(known.tensor(), order)))
                .orElseGet(() -> call.node(
                        "Transpose",
                        Attributes.ofType(call.type(1)).with("Tperm", DataType.INT32),
                        call.input(1),
                        call.ints(order.stream().mapToInt(Integer::intValue).toArray())));
    }

    private static void convolution(OperatorCall call) {
        int groups = call.shape(0).get(3) / call.shape(1).get(3);
        String result = groups > 1 && call.isFor(Dialect.TFJS)
                ? grouped(call, groups)
                : call.node("Conv2D", dilated(call), call.input(0), kernel(call, FILTERS_LAST));
        call.output(ProductExport.biased(call, result, 2));
    }

    /** TF.js has no convolution in groups, so each gets a node. */
    private static String grouped(OperatorCall call, int groups) {
        Operand.Known kernel =
                call.known(1).orElseThrow(() -> new UnsupportedPartException("CONV_2D with computed groups"));
        ConstantTensor whole = kernel.tensor();
        Attributes parts = Attributes.ofType(DataType.FLOAT).with("num_split", groups);
        String split = call.nodes().add(call.name("Split"), "Split", parts, List.of(call.number(3), call.input(0)));
        List<String> results = new ArrayList<>();
        for (int group = 0; group < groups; group++) {
            ConstantTensor part = Permuted.part(whole, group, groups);
            String weights = call.nodes().weight(NodeNames.plain(kernel.name()), Permuted.of(part, FILTERS_LAST));
            String input = call.nodes().output(split, "Split", group);
            results.add(call.node("Conv2D", dilated(call), input, weights));
        }
        results.add(call.number(3));
        Attributes joined = Attributes.ofType(DataType.FLOAT).with("N", groups).with("Tidx", DataType.INT32);
        return call.node("ConcatV2", joined, results.toArray(String[]::new));
    }

    private static void transposed(OperatorCall call) {
        Attributes attributes = strided(call)
                .with("dilations", List.of(1, 1, 1, 1))
                .with("explicit_paddings", List.of())
                .with("use_cudnn_on_gpu", true);
        String kernel = kernel(call, OUTPUTS_BEFORE_INPUTS);
        String result = call.node("Conv2DBackpropInput", attributes, call.input(0), kernel, call.input(2));
        call.output(ProductExport.biased(call, result, 3));
    }

    private static void volume(OperatorCall call) {
        Options options = call.options();
        Attributes attributes = Attributes.ofType(DataType.FLOAT)
                .with(
                        "strides",
                        List.of(
                                1,
                                options.integer("stride_d"),
                                options.integer("stride_h"),
                                options.integer("stride_w"),
                                1))
                .with("padding", options.symbol("padding", Padding.values()).name())
                .with("data_format", "NDHWC")
                .with(
                        "dilations",
                        List.of(
                                1,
                                options.integer("dilation_d_factor"),
                                options.integer("dilation_h_factor"),
                                options.integer("dilation_w_factor"),
                                1));
        String result = call.node("Conv3D", attributes, call.input(0), call.input(1));
        call.output(ProductExport.biased(call, result, 2));
    }

    private static String pool(OperatorCall call, String op, String value) {
        Options options = call.options();
        Attributes attributes = strided(call)
                .with("ksize", List.of(1, options.integer("filter_height"), options.integer("filter_width"), 1))
                .with("explicit_paddings", List.of());
        return call.node(op, op.equals("MaxPool") ? attributes : attributes.without("explicit_paddings"), value);
    }

    private static void normPool(OperatorCall call) {
        Attributes type = Attributes.ofType(DataType.FLOAT);
        String mean = pool(call, "AvgPool", call.node("Square", type, call.input(0)));
        call.output(call.node("Sqrt", type, mean));
    }

    private static ExportRule resize(String op) {
        return call -> {
            Attributes attributes = Attributes.ofType(call.type(0))
                    .with("align_corners", call.options().flag("align_corners"))
                    .with("half_pixel_centers", call.options().flag("half_pixel_centers"));
            call.output(call.node(op, attributes, call.input(0), call.input(1)));
        };
    }
}
