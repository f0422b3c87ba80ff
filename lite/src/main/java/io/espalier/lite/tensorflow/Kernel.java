// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** Weights in the order of dimensions that an operator of TFLite wants. */
final class Kernel {
    private Kernel() {}

    /**
     * Weights with their dimensions in another order. A constant is arranged here; what is computed from constants is transposed by the graph, and
     * folded later.
     */
    static Value transposed(NodeCall call, Value weights, int... order) {
        if (weights instanceof Value.Known known && known.type() == DataType.FLOAT) {
            return new Value.Known(known.name(), transposed(known.tensor(), order), known.trained());
        }
        return ChannelsLast.transposed(call, "weights", weights, order);
    }

    /** Weights of another shape with the same elements in the same order. */
    static Value reshaped(NodeCall call, Value weights, int... shape) {
        if (weights instanceof Value.Known known) {
            TensorShape dimensions =
                    TensorShape.of(IntStream.of(shape).asLongStream().toArray());
            return new Value.Known(
                    known.name(),
                    ConstantTensor.of(known.type(), dimensions, known.tensor().values()),
                    known.trained());
        }
        return ShapeRules.reshaped(call, "weights", weights, Ints.of(shape));
    }

    private static ConstantTensor transposed(ConstantTensor tensor, int... order) {
        int rank = order.length;
        int[] sizes = new int[rank];
        int[] strides = new int[rank];
        int stride = 1;
        int[] from = new int[rank];
        for (int axis = rank - 1; axis >= 0; axis--) {
            from[axis] = stride;
            stride *= Math.toIntExact(tensor.shape().dimensions().get(axis));
        }
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = Math.toIntExact(tensor.shape().dimensions().get(order[axis]));
            strides[axis] = from[order[axis]];
        }
        // Arrays rather than buffers: a short command runs this before it is compiled.
        int[] source = new int[stride];
        tensor.values().asIntBuffer().get(source);
        int[] moved = new int[stride];
        copy(source, moved, sizes, strides);
        ByteBuffer target = ByteBuffer.allocate(Integer.BYTES * stride).order(ByteOrder.LITTLE_ENDIAN);
        target.asIntBuffer().put(moved);
        long[] shape = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = sizes[axis];
        }
        return ConstantTensor.of(tensor.type(), TensorShape.of(shape), target);
    }

    private static void copy(int[] source, int[] target, int[] sizes, int[] strides) {
        int[] place = new int[sizes.length];
        int last = sizes.length - 1;
        int offset = 0;
        for (int next = 0; next < target.length; next += sizes[last]) {
            for (int i = 0; i < sizes[last]; i++) {
                target[next + i] = source[offset + i * strides[last]];
            }
            int axis = last - 1;
            while (axis >= 0) {
                offset += strides[axis];
                if (++place[axis] < sizes[axis]) {
                    break;
                }
                offset -= place[axis] * strides[axis];
                place[axis] = 0;
                axis--;
            }
        }
    }
}
