// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.schema.table.Padding;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A convolution of each channel by itself. TensorFlow's kernel for processors knows neither dilation nor different strides: a dilated kernel gets zeros
 * between its values, and where strides differ, every place is computed and some are taken.
 */
final class DepthwiseExport {
    private DepthwiseExport() {}

    static void depthwise(OperatorCall call) {
        Options options = call.options();
        int strideHeight = options.integer("stride_h");
        int strideWidth = options.integer("stride_w");
        int dilationHeight = options.integer("dilation_h_factor");
        int dilationWidth = options.integer("dilation_w_factor");
        Operand.Known kernel = call.known(1)
                .orElseThrow(() -> new UnsupportedPartException("DEPTHWISE_CONV_2D with a computed kernel"));
        Ints shape = call.shape(1);
        int channels = call.shape(0).get(3);
        ConstantTensor ordered =
                Permuted.reshaped(kernel.tensor(), shape.get(1), shape.get(2), channels, shape.get(3) / channels);
        boolean isTensorFlow = call.isFor(Dialect.TENSORFLOW);
        boolean isDilated = dilationHeight > 1 || dilationWidth > 1;
        if (isTensorFlow && isDilated) {
            ordered = dilated(ordered, dilationHeight, dilationWidth);
        }
        List<Integer> dilations = isTensorFlow ? List.of(1, 1, 1, 1) : List.of(1, dilationHeight, dilationWidth, 1);
        String weights = call.nodes().weight(NodeNames.plain(kernel.name()), ordered);
        boolean isStrided = strideHeight != strideWidth && isTensorFlow;
        String result;
        if (isStrided) {
            int height = Math.toIntExact(ordered.shape().dimensions().get(0));
            int width = Math.toIntExact(ordered.shape().dimensions().get(1));
            String padded = padded(call, height, width, strideHeight, strideWidth);
            Attributes plain = ConvolutionExport.window(call, 1, 1)
                    .with("padding", "VALID")
                    .with("dilations", dilations)
                    .with("explicit_paddings", List.of());
            String all = call.node("DepthwiseConv2dNative", plain, padded, weights);
            result = taken(call, all, strideHeight, strideWidth);
        } else {
            Attributes attributes = ConvolutionExport.window(call, strideHeight, strideWidth)
                    .with("dilations", dilations)
                    .with("explicit_paddings", List.of());
            result = call.node("DepthwiseConv2dNative", attributes, call.input(0), weights);
        }
        call.output(ProductExport.biased(call, result, 2));
    }

    private static ConstantTensor dilated(ConstantTensor kernel, int vertical, int horizontal) {
        List<Long> sizes = kernel.shape().dimensions();
        int height = (int) (sizes.get(0) - 1) * vertical + 1;
        int width = (int) (sizes.get(1) - 1) * horizontal + 1;
        int bytes = (int) (sizes.get(2) * sizes.get(3)) * Float.BYTES;
        ByteBuffer from = kernel.values();
        ByteBuffer to = ByteBuffer.allocate(height * width * bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < sizes.get(0); row++) {
            for (int column = 0; column < sizes.get(1); column++) {
                ByteBuffer place = from.slice((int) (row * sizes.get(1) + column) * bytes, bytes);
                to.slice((row * vertical * width + column * horizontal) * bytes, bytes)
                        .put(place);
            }
        }
        return ConstantTensor.of(DataType.FLOAT, TensorShape.of(height, width, sizes.get(2), sizes.get(3)), to);
    }

    private static String padded(OperatorCall call, int height, int width, int strideHeight, int strideWidth) {
        if (call.options().symbol("padding", Padding.values()) == Padding.VALID) {
            return call.input(0);
        }
        int[] vertical = around(call.shape(0).get(1), height, strideHeight);
        int[] horizontal = around(call.shape(0).get(2), width, strideWidth);
        ByteBuffer amounts = ByteBuffer.allocate(8 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        amounts.position(2 * Integer.BYTES);
        amounts.putInt(vertical[0]).putInt(vertical[1]).putInt(horizontal[0]).putInt(horizontal[1]);
        ConstantTensor paddings = ConstantTensor.of(DataType.INT32, TensorShape.of(4, 2), amounts.rewind());
        Attributes attributes = Attributes.ofType(DataType.FLOAT).with("Tpaddings", DataType.INT32);
        return call.node("Pad", attributes, call.input(0), call.nodes().constant(call.name("paddings"), paddings));
    }

    /** Zeros before and behind, as padding SAME has them. */
    private static int[] around(int size, int window, int stride) {
        if (size < 0) {
            throw new UnsupportedPartException("DEPTHWISE_CONV_2D with different strides of a picture of open size");
        }
        int results = (size + stride - 1) / stride;
        int all = Math.max((results - 1) * stride + window - size, 0);
        return new int[] {all / 2, all - all / 2};
    }

    private static String taken(OperatorCall call, String all, int strideHeight, int strideWidth) {
        Attributes attributes = Attributes.ofType(DataType.FLOAT)
                .with("Index", DataType.INT32)
                .with("begin_mask", 15)
                .with("end_mask", 15)
                .with("ellipsis_mask", 0)
                .with("new_axis_mask", 0)
                .with("shrink_axis_mask", 0);
        String ends = call.ints(0, 0, 0, 0);
        return call.node("StridedSlice", attributes, all, ends, ends, call.ints(1, strideHeight, strideWidth, 1));
    }
}
