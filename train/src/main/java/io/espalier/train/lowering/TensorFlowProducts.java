// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;

/** Products with kernels and matrices. */
interface TensorFlowProducts extends Operations<Value> {
    /** Adds operations to the graph. */
    Ops tf();

    @Override
    default Value dense(Value value, Value matrix) {
        Shape shape = Value.SHAPES.dense(value.shape(), matrix.shape());
        if (value.batched() && value.shape().rank() == 1) {
            return new Value(tf().linalg.matMul(value.operand(), matrix.operand()), shape, true);
        }
        Operand<TFloat32> rows = tf().reshape(
                        value.operand(),
                        tf().constant(new int[] {-1, value.shape().channels()}));
        Value product = new Value(tf().linalg.matMul(rows, matrix.operand()), shape, value.batched());
        return reshape(product, shape);
    }

    @Override
    default Value matMul(Value left, Value right, boolean transposeRight) {
        Shape shape = Value.SHAPES.matMul(left.shape(), right.shape(), transposeRight);
        Operand<TFloat32> product = tf().train
                .batchMatMul(left.operand(), right.operand(), TFloat32.class, BatchMatMul.adjY(transposeRight));
        return new Value(product, shape, left.batched());
    }

    @Override
    default Value convolve(Value image, Value kernel, Size strides, Padding padding, Size dilation) {
        Shape shape = Value.SHAPES.convolve(image.shape(), kernel.shape(), strides, padding, dilation);
        Operand<TFloat32> sums = new Dilation(tf(), image.shape(), window(kernel), dilation)
                .around(
                        image.operand(),
                        padding,
                        (input, inner) ->
                                tf().nn.conv2d(input, kernel.operand(), Dimensions.window(strides), inner.name()));
        return new Value(sums, shape, true);
    }

    @Override
    default Value convolveDepthwise(Value image, Value kernel, Size strides, Padding padding, Size dilation) {
        Shape shape = Value.SHAPES.convolveDepthwise(image.shape(), kernel.shape(), strides, padding, dilation);
        Operand<TFloat32> sums = new Dilation(tf(), image.shape(), window(kernel), dilation)
                .around(
                        image.operand(),
                        padding,
                        (input, inner) -> tf().nn
                                .depthwiseConv2dNative(
                                        input, kernel.operand(), Dimensions.window(strides), inner.name()));
        return new Value(sums, shape, true);
    }

    private static Size window(Value kernel) {
        return new Size(kernel.shape().dimension(0), kernel.shape().dimension(1));
    }

    @Override
    default Value convolveTransposed(Value image, Value kernel, Size result, Size strides, Padding padding) {
        Shape shape = Value.SHAPES.convolveTransposed(image.shape(), kernel.shape(), result, strides, padding);
        Operand<TFloat32> sums = tf().nn
                .conv2dBackpropInput(
                        Dimensions.behindBatchOf(tf(), image.operand(), shape),
                        kernel.operand(),
                        image.operand(),
                        Dimensions.window(strides),
                        padding.name());
        return new Value(sums, shape, true);
    }
}
