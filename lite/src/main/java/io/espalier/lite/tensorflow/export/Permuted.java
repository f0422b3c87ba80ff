// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** Tensors with their dimensions in another order, and shape. */
final class Permuted {
    private Permuted() {}

    /** A tensor whose dimension {@code i} is that which was {@code order.get(i)}. */
    static ConstantTensor of(ConstantTensor tensor, List<Integer> order) {
        int rank = order.size();
        List<Long> before = tensor.shape().dimensions();
        long[] strides = new long[rank];
        long stride = 1;
        for (int axis = rank - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= before.get(axis);
        }
        long[] sizes = order.stream().mapToLong(before::get).toArray();
        ByteBuffer from = tensor.values();
        ByteBuffer to = ByteBuffer.allocate(from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        int width = tensor.type().bytes();
        long[] index = new long[rank];
        long place = 0;
        while (to.hasRemaining()) {
            copy(from, (int) place * width, to, width);
            for (int axis = rank - 1; axis >= 0; axis--) {
                place += strides[order.get(axis)];
                index[axis]++;
                if (index[axis] < sizes[axis]) {
                    break;
                }
                place -= index[axis] * strides[order.get(axis)];
                index[axis] = 0;
            }
        }
        return ConstantTensor.of(tensor.type(), TensorShape.of(sizes), to.flip());
    }

    private static void copy(ByteBuffer from, int place, ByteBuffer to, int width) {
        if (width == Float.BYTES) {
            to.putInt(from.getInt(place));
            return;
        }
        for (int i = 0; i < width; i++) {
            to.put(from.get(place + i));
        }
    }

    /** One of several equal parts along the first dimension. */
    static ConstantTensor part(ConstantTensor tensor, int part, int parts) {
        long[] sizes =
                tensor.shape().dimensions().stream().mapToLong(Long::longValue).toArray();
        sizes[0] /= parts;
        int bytes = tensor.values().remaining() / parts;
        return ConstantTensor.of(
                tensor.type(), TensorShape.of(sizes), tensor.values().slice(part * bytes, bytes));
    }

    /** The same values in another shape. */
    static ConstantTensor reshaped(ConstantTensor tensor, long... shape) {
        return ConstantTensor.of(tensor.type(), TensorShape.of(shape), tensor.values());
    }
}
