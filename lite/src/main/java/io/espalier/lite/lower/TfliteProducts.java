// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.lower;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.lower.TfliteValues.Value;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Volume;
import java.util.List;

/** Operators that multiply by kernels and matrices. */
record TfliteProducts(TfliteValues graph) {
    private static final Operations<Shape> SHAPES = Operations.shapes(List.of());

    Value dense(Value value, Value matrix) {
        Shape shape = SHAPES.dense(value.shape(), matrix.shape());
        int kernel = graph.stored(matrix, ConstantTensors.Layout.FULLY_CONNECTED);
        int bias = graph.zeros(shape.channels());
        Options options = Options.of(OptionsTable.FULLY_CONNECTED).with("keep_num_dims", shape.rank() > 1);
        return graph.computed(BuiltinOperator.FULLY_CONNECTED, options, shape, graph.tensor(value), kernel, bias);
    }

    Value matMul(Value left, Value right, boolean transposeRight) {
        Shape shape = SHAPES.matMul(left.shape(), right.shape(), transposeRight);
        Options options = Options.of(OptionsTable.BATCH_MATMUL).with("adj_y", transposeRight);
        return graph.computed(BuiltinOperator.BATCH_MATMUL, options, shape, graph.tensor(left), graph.tensor(right));
    }

    Value convolve(Value picture, Value kernel, Size strides, Padding padding, Size dilation) {
        Shape shape = SHAPES.convolve(picture.shape(), kernel.shape(), strides, padding, dilation);
        int weights = graph.stored(kernel, ConstantTensors.Layout.CONVOLUTION);
        Options options = WindowOptions.of(OptionsTable.CONV_2D, strides, padding, dilation);
        return graph.computed(
                BuiltinOperator.CONV_2D, options, shape, graph.tensor(picture), weights, graph.zeros(shape.channels()));
    }

    Value convolveDepthwise(Value picture, Value kernel, Size strides, Padding padding, Size dilation) {
        Shape shape = SHAPES.convolveDepthwise(picture.shape(), kernel.shape(), strides, padding, dilation);
        int weights = graph.stored(kernel, ConstantTensors.Layout.DEPTHWISE_CONVOLUTION);
        Options options = WindowOptions.of(OptionsTable.DEPTHWISE_CONV_2D, strides, padding, dilation)
                .with("depth_multiplier", kernel.shape().dimension(3));
        return graph.computed(
                BuiltinOperator.DEPTHWISE_CONV_2D,
                options,
                shape,
                graph.tensor(picture),
                weights,
                graph.zeros(shape.channels()));
    }

    /**
     * The output shape is computed while the graph runs, as the batch is not known before.
     *
     * <pre>
     * SHAPE(picture) -> SLICE of the batch -> CONCATENATION with (height, width, filters)
     * </pre>
     */
    Value convolveTransposed(Value picture, Value kernel, Size result, Size strides, Padding padding) {
        Shape shape = SHAPES.convolveTransposed(picture.shape(), kernel.shape(), result, strides, padding);
        int rank = picture.shape().rank() + 1;
        int whole = graph.builder().sizes(graph.unique("shape"), rank);
        Options ofShape = Options.of(OptionsTable.SHAPE).with("out_type", TensorType.INT32);
        graph.builder().operator(BuiltinOperator.SHAPE, ofShape, whole, graph.tensor(picture));
        int batch = graph.builder().sizes(graph.unique("batch"), 1);
        int begin = graph.ints("begin", Ints.of(1), 0);
        int one = graph.ints("size", Ints.of(1), 1);
        graph.builder().operator(BuiltinOperator.SLICE, Options.of(OptionsTable.SLICE), batch, whole, begin, one);
        int sides = graph.ints("sides", Ints.of(rank - 1), shape.toArray());
        int sizes = graph.builder().sizes(graph.unique("output_shape"), rank);
        Options joined = Options.of(OptionsTable.CONCATENATION).with("axis", 0);
        graph.builder().operator(BuiltinOperator.CONCATENATION, joined, sizes, batch, sides);
        int weights = graph.stored(kernel, ConstantTensors.Layout.TRANSPOSED_CONVOLUTION);
        Options options = WindowOptions.of(OptionsTable.TRANSPOSE_CONV, strides, padding);
        return graph.computed(BuiltinOperator.TRANSPOSE_CONV, options, shape, sizes, weights, graph.tensor(picture));
    }

    Value convolveVolume(Value volume, Value kernel, Volume strides, Padding padding) {
        Shape shape = SHAPES.convolveVolume(volume.shape(), kernel.shape(), strides, padding);
        Options options = Options.of(OptionsTable.CONV_3D)
                .with("padding", WindowOptions.scheme(padding))
                .with("stride_d", strides.depth())
                .with("stride_w", strides.width())
                .with("stride_h", strides.height());
        return graph.computed(
                BuiltinOperator.CONV_3D,
                options,
                shape,
                graph.tensor(volume),
                graph.tensor(kernel),
                graph.zeros(shape.channels()));
    }
}
