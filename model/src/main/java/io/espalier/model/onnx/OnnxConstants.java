// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.onnx;

import io.espalier.model.onnx.OnnxModel.Constant;
import io.espalier.model.onnx.OnnxModel.Value;
import io.espalier.model.tensorflow.ProtoMessage;
import io.espalier.model.tensorflow.TensorShape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code TensorProto} and {@code SparseTensorProto}. */
final class OnnxConstants {
    private OnnxConstants() {}

    static Constant dense(ProtoMessage message) throws IOException {
        String name = "";
        OnnxType type = OnnxType.UNKNOWN;
        List<Long> dimensions = new ArrayList<>();
        ByteBuffer raw = ByteBuffer.allocate(0);
        ByteArrayOutputStream typed = new ByteArrayOutputStream();
        List<Long> narrow = new ArrayList<>();
        List<Long> unsigned = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> message.wholes(dimensions, List::add);
                case 2 -> type = OnnxType.of(message.whole());
                case 4 -> message.reals(typed, (to, bits) -> put(to, bits, Integer.BYTES));
                case 5 -> message.wholes(narrow, List::add);
                case 7 -> message.wholes(typed, (to, number) -> put(to, number, Long.BYTES));
                case 8 -> name = message.text();
                case 9 -> raw = message.bytes();
                case 10 -> message.doubles(typed, (to, bits) -> put(to, bits, Long.BYTES));
                case 11 -> message.wholes(unsigned, List::add);
                default -> message.skip();
            }
        }
        // How wide these are only the type says, which may come behind them.
        int narrowBytes = bytes(type);
        narrow.forEach(number -> put(typed, number, narrowBytes));
        int unsignedBytes = type == OnnxType.UINT32 ? Integer.BYTES : Long.BYTES;
        unsigned.forEach(number -> put(typed, number, unsignedBytes));
        ByteBuffer bytes = raw.hasRemaining() ? raw : ByteBuffer.wrap(typed.toByteArray());
        return new Constant(
                new Value(name, type, new TensorShape(true, sizes(dimensions))), bytes.order(ByteOrder.LITTLE_ENDIAN));
    }

    /** With the name of its values and the shape of the whole; its bytes are those that are stored. */
    static Constant sparse(ProtoMessage message) throws IOException {
        Constant values = new Constant(new Value("", OnnxType.UNKNOWN, TensorShape.UNKNOWN), ByteBuffer.allocate(0));
        List<Long> dimensions = new ArrayList<>();
        while (message.next()) {
            switch (message.field()) {
                case 1 -> values = dense(message.message());
                case 3 -> message.wholes(dimensions, List::add);
                default -> message.skip();
            }
        }
        Value value = new Value(values.value().name(), values.value().type(), new TensorShape(true, sizes(dimensions)));
        return new Constant(value, values.bytes());
    }

    private static List<Long> sizes(List<Long> dimensions) {
        return dimensions.stream().map(size -> Math.max(-1, size)).toList();
    }

    /** Of an element that is stored among numbers of 32 bits. */
    private static int bytes(OnnxType type) {
        return switch (type) {
            case INT32 -> Integer.BYTES;
            case INT16, UINT16, FLOAT16, BFLOAT16 -> Short.BYTES;
            default -> 1;
        };
    }

    private static void put(ByteArrayOutputStream to, long number, int bytes) {
        for (int place = 0; place < bytes; place++) {
            to.write((int) (number >> (Byte.SIZE * place)));
        }
    }
}
