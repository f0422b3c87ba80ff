// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Ints;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.constant.HalfPrecision;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.sparse.SparseDecoder;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The constants of TFLite's graph as dense tensors of plain numbers: quantized ones as what their integers stand for, halves as float32. */
final class PlainConstant {
    private PlainConstant() {}

    /** @throws UnsupportedPartException if its values are in another file, or in a form that only a kernel of TFLite knows */
    static Operand.Known of(Tensor tensor, Dialect dialect) {
        if (tensor.externalBuffer() != 0) {
            throw new UnsupportedPartException("constants in another file, such as '" + tensor.name() + "'");
        }
        Tensor dense = SparseDecoder.decode(tensor);
        Quantization grid = dense.quantization();
        if (grid.details() != null) {
            throw new UnsupportedPartException("constants quantized in blocks, such as '" + tensor.name() + "'");
        }
        TensorShape shape = shape(dense.shape());
        if (grid.isPresent()) {
            return new Operand.Known(tensor.name(), dequantized(dense, shape), grid, isNarrowByte(dense));
        }
        if (dense.type() == TensorType.FLOAT16) {
            dense = HalfPrecision.expand(dense);
        }
        DataType type = dialect.type(dense.type());
        boolean isSame = type == Dialect.TENSORFLOW.type(dense.type());
        ByteBuffer values = isSame ? dense.buffer().asByteBuffer() : converted(dense, type);
        return new Operand.Known(tensor.name(), ConstantTensor.of(type, shape, values), Quantization.NONE, false);
    }

    private static boolean isNarrowByte(Tensor tensor) {
        if (tensor.type() != TensorType.INT8) {
            return false;
        }
        ByteBuffer values = tensor.buffer().asByteBuffer();
        boolean isNarrow = true;
        while (isNarrow && values.hasRemaining()) {
            isNarrow = values.get() != Byte.MIN_VALUE;
        }
        return isNarrow;
    }

    static TensorShape shape(Ints dimensions) {
        return TensorShape.of(dimensions.stream().asLongStream().toArray());
    }

    private static ConstantTensor dequantized(Tensor tensor, TensorShape shape) {
        Quantization grid = tensor.quantization();
        int elements = Math.toIntExact(tensor.elements());
        int stride = grid.isPerChannel() ? tensor.stride(grid.quantizedDimension()) : 1;
        ByteBuffer stored = tensor.buffer().asByteBuffer();
        ByteBuffer values = floats(elements);
        for (int i = 0; i < elements; i++) {
            int channel = grid.isPerChannel() ? i / stride % grid.scales().size() : 0;
            long zero = channel < grid.zeroPoints().size() ? grid.zeroPoints().get(channel) : 0;
            values.putFloat(
                    (integer(stored, tensor.type(), i) - zero) * grid.scales().get(channel));
        }
        return ConstantTensor.of(DataType.FLOAT, shape, values.flip());
    }

    private static ByteBuffer converted(Tensor tensor, DataType type) {
        int elements = Math.toIntExact(tensor.elements());
        ByteBuffer stored = tensor.buffer().asByteBuffer();
        ByteBuffer values = floats(elements);
        for (int i = 0; i < elements; i++) {
            if (type == DataType.INT32) {
                values.putInt((int) integer(stored, tensor.type(), i));
            } else if (tensor.type() == TensorType.FLOAT64) {
                values.putFloat((float) stored.getDouble(Double.BYTES * i));
            } else {
                values.putInt(stored.getShort(Short.BYTES * i) << Short.SIZE);
            }
        }
        return values.flip();
    }

    private static ByteBuffer floats(int elements) {
        return ByteBuffer.allocate(Math.multiplyExact(Float.BYTES, elements)).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long integer(ByteBuffer stored, TensorType type, int i) {
        return switch (type) {
            case INT8 -> stored.get(i);
            case UINT8 -> stored.get(i) & 0xff;
            case INT16 -> stored.getShort(Short.BYTES * i);
            case UINT16 -> stored.getShort(Short.BYTES * i) & 0xffff;
            case INT32, UINT32 -> stored.getInt(Integer.BYTES * i);
            case INT64, UINT64 -> stored.getLong(Long.BYTES * i);
            case INT4 -> (long) (stored.get(i / 2) << (i % 2 == 0 ? 28 : 24)) << 32 >> 60;
            case UINT4 -> stored.get(i / 2) >> (i % 2 == 0 ? 0 : 4) & 0xf;
            case INT2 -> (long) (stored.get(i / 4) << (30 - 2 * (i % 4))) << 32 >> 62;
            default -> throw new UnsupportedPartException("quantized constants of type " + type);
        };
    }
}
