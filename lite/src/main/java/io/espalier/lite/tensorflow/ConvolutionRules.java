// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import static io.espalier.lite.schema.BuiltinOperator.*;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.schema.table.Padding;
import io.espalier.model.tensorflow.TensorShape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operators with a window over an image: convolutions and poolings. */
final class ConvolutionRules {
    private ConvolutionRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "AvgPool" -> NodeRule.of(call -> pooled(call, AVERAGE_POOL_2D));
            case "Conv2D" ->
                NodeRule.of(call -> ChannelsLast.of(call, call.input(0)).apply(image -> convolved(call, image)));
            case "Conv2DBackpropInput" -> NodeRule.of(ConvolutionRules::transposedConvolution);
            case "Conv3D" -> NodeRule.of(ConvolutionRules::volume);
            case "DepthwiseConv2dNative" ->
                NodeRule.of(call -> ChannelsLast.of(call, call.input(0)).apply(image -> depthwise(call, image)));
            case "MaxPool" -> NodeRule.of(call -> pooled(call, MAX_POOL_2D));
            default -> null;
        };
    }

    /** The window of a node, with height and width wherever the channels are. */
    private record Window(int strideH, int strideW, int dilationH, int dilationW) {
        static Window of(NodeCall call) {
            List<Long> strides = call.node().wholes("strides");
            List<Long> dilations = call.node().wholes("dilations");
            return new Window(
                    side(call, strides, 0), side(call, strides, 1), side(call, dilations, 0), side(call, dilations, 1));
        }

        static int side(NodeCall call, List<Long> sizes, int place) {
            int axis = place + (ChannelsLast.isChannelsFirst(call) ? 2 : 1);
            return axis < sizes.size() ? Math.toIntExact(sizes.get(axis)) : 1;
        }

        Options options(OptionsTable table, boolean isSame) {
            return strided(table, isSame).with("dilation_h_factor", dilationH).with("dilation_w_factor", dilationW);
        }

        Options strided(OptionsTable table, boolean isSame) {
            return Options.of(table)
                    .with("padding", isSame ? Padding.SAME : Padding.VALID)
                    .with("stride_h", strideH)
                    .with("stride_w", strideW);
        }

        Ints shape(Ints image, int height, int width, boolean isSame, int channels) {
            return Ints.of(
                    image.get(0),
                    Dims.windows(image.get(1), height, strideH, dilationH, isSame),
                    Dims.windows(image.get(2), width, strideW, dilationW, isSame),
                    channels);
        }
    }

    static Value convolved(NodeCall call, Value image) {
        return windowed(call, image, CONV_2D);
    }

    static Value depthwise(NodeCall call, Value image) {
        return windowed(call, image, DEPTHWISE_CONV_2D);
    }

    private static Value windowed(NodeCall call, Value image, BuiltinOperator builtin) {
        boolean isDepthwise = builtin == DEPTHWISE_CONV_2D;
        Window window = Window.of(call);
        Ints kernel = call.shape(1);
        if (kernel.contains(Dims.OPEN) || kernel.size() != 4 || image.shape().size() != 4) {
            throw new LoweringException("its input has the shape " + image.shape() + " and its kernel " + kernel
                    + "; both need four dimensions");
        }
        int height = kernel.get(0);
        int width = kernel.get(1);
        int channels = isDepthwise ? kernel.get(2) * kernel.get(3) : kernel.get(3);
        Value weights = isDepthwise
                ? Kernel.reshaped(call, call.input(1), 1, height, width, channels)
                : Kernel.transposed(call, call.input(1), 3, 0, 1, 2);
        Value bias = SubgraphAssembly.floats(call.named("bias"), TensorShape.of(channels), new float[channels]);
        Value padded = padded(call, image);
        boolean isSame = isSame(call);
        Options options = window.options(isDepthwise ? OptionsTable.DEPTHWISE_CONV_2D : OptionsTable.CONV_2D, isSame);
        return call.operator(
                builtin,
                isDepthwise ? options.with("depth_multiplier", kernel.get(3)) : options,
                image.type(),
                window.shape(padded.shape(), height, width, isSame, channels),
                padded,
                weights,
                bias);
    }

    private static boolean isSame(NodeCall call) {
        String padding = call.node().text("padding", "VALID");
        if (!List.of("SAME", "VALID", "EXPLICIT").contains(padding)) {
            throw new LoweringException("the padding '" + padding + "' is not known");
        }
        return padding.equals("SAME");
    }

    /** The image with the zeros that the node lists, in the order of its own dimensions. */
    private static Value padded(NodeCall call, Value image) {
        List<Long> listed = call.node().wholes("explicit_paddings");
        if (!call.node().text("padding", "").equals("EXPLICIT") || listed.size() != 8) {
            return image;
        }
        int first = ChannelsLast.isChannelsFirst(call) ? 4 : 2;
        int[] paddings = new int[8];
        for (int i = 0; i < 4; i++) {
            paddings[2 + i] = Math.toIntExact(listed.get(first + i));
        }
        return call.step(
                "pad",
                PAD,
                Options.of(OptionsTable.PAD),
                image.type(),
                MovementRules.padded(image.shape(), paddings),
                image,
                MovementRules.paddings(call, paddings));
    }

    private static Value pooled(NodeCall call, BuiltinOperator builtin) {
        List<Long> sizes = call.node().wholes("ksize");
        int height = Window.side(call, sizes, 0);
        int width = Window.side(call, sizes, 1);
        boolean isSame = isSame(call);
        Window window = Window.of(call);
        boolean isOverChannels =
                sizes.stream().filter(size -> size > 1).count() > (height > 1 ? 1 : 0) + (width > 1 ? 1 : 0);
        if (isOverChannels || call.node().text("padding", "").equals("EXPLICIT")) {
            throw new LoweringException("pooling over examples or channels, or with listed padding, is not supported");
        }
        return ChannelsLast.of(call, call.input(0)).apply(image -> {
            Options options = window.strided(OptionsTable.POOL_2D, isSame)
                    .with("filter_height", height)
                    .with("filter_width", width);
            Ints shape = window.shape(
                    image.shape(), height, width, isSame, image.shape().get(3));
            return call.operator(builtin, options, image.type(), shape, image);
        });
    }

    /** The gradient of a convolution, which is how TensorFlow writes a transposed one. */
    private static Value transposedConvolution(NodeCall call) {
        if (ChannelsLast.isChannelsFirst(call)) {
            throw new LoweringException("a transposed convolution with channels first is not supported");
        }
        Window window = Window.of(call);
        if (window.dilationH() != 1 || window.dilationW() != 1) {
            throw new LoweringException("a transposed convolution with dilation is not supported");
        }
        Ints kernel = call.shape(1);
        Ints given = call.shape(2);
        boolean isSame = isSame(call);
        Ints sizes = call.elements(0).map(Dims::of).orElse(Ints.of(-1, -1, -1, -1));
        Ints shape = Ints.of(sizes.get(0), sizes.get(1), sizes.get(2), kernel.get(2));
        if (shape.get(0) != Dims.OPEN) {
            shape = shape.with(0, given.get(0));
        }
        return call.operator(
                TRANSPOSE_CONV,
                window.strided(OptionsTable.TRANSPOSE_CONV, isSame),
                call.type(2),
                shape,
                ShapeRules.asInt32(call, call.input(0)),
                Kernel.transposed(call, call.input(1), 2, 0, 1, 3),
                call.input(2));
    }

    private static Value volume(NodeCall call) {
        List<Long> strides = call.node().wholes("strides");
        List<Long> dilations = call.node().wholes("dilations");
        if (ChannelsLast.isChannelsFirst(call)) {
            throw new LoweringException("a convolution of volumes with channels first is not supported");
        }
        boolean isSame = isSame(call);
        Ints kernel = call.shape(1);
        int[] shape = {call.shape(0).get(0), 0, 0, 0, kernel.get(4)};
        for (int i = 1; i <= 3; i++) {
            int dilation = dilations.size() > i ? Math.toIntExact(dilations.get(i)) : 1;
            shape[i] = Dims.windows(
                    call.shape(0).get(i), kernel.get(i - 1), Math.toIntExact(strides.get(i)), dilation, isSame);
        }
        Options options = Options.of(OptionsTable.CONV_3D)
                .with("padding", isSame ? Padding.SAME : Padding.VALID)
                .with("stride_d", strides.get(1))
                .with("stride_h", strides.get(2))
                .with("stride_w", strides.get(3));
        for (int i = 1; i <= 3 && dilations.size() == 5; i++) {
            options = options.with("dilation_" + "dhw".charAt(i - 1) + "_factor", dilations.get(i));
        }
        Value bias =
                SubgraphAssembly.floats(call.named("bias"), TensorShape.of(kernel.get(4)), new float[kernel.get(4)]);
        return call.operator(CONV_3D, options, call.type(0), Ints.of(shape), call.input(0), call.input(1), bias);
    }
}
