// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Reads a {@code TensorProto}. Its values are either all there as bytes, or listed in a field of their type; the last of a list that is too short
 * stands for the rest.
 */
final class TensorProtoReader {
    // A list of one value may stand for a tensor of any size, also in a file of a few bytes.
    private static final long MOST_FILLED = 1L << 28;

    private DataType type = DataType.UNKNOWN;
    private TensorShape shape = TensorShape.of();
    private ByteBuffer content = ByteBuffer.allocate(0);
    private ByteBuffer packed = ByteBuffer.allocate(0);
    private int packedWidth = 1;
    private final Values values = new Values();
    private final List<AttrValue.Bytes> strings = new ArrayList<>();

    private TensorProtoReader() {}

    static ConstantTensor read(ProtoMessage message) throws IOException {
        TensorProtoReader reader = new TensorProtoReader();
        while (message.next()) {
            reader.field(message);
        }
        return reader.tensor();
    }

    private void field(ProtoMessage message) throws IOException {
        switch (message.field()) {
            case 1 -> type = DataType.of(message.number());
            case 2 -> shape = ProtoReader.shape(message.message());
            case 4 -> content = message.bytes();
            case 5, 9 -> {
                if (message.isBytes()) {
                    packed(message.bytes(), Float.BYTES);
                } else {
                    message.reals(values, Values::add);
                }
            }
            case 6, 12 -> {
                if (message.isBytes()) {
                    packed(message.bytes(), Double.BYTES);
                } else {
                    message.doubles(values, Values::add);
                }
            }
            case 7, 10, 11, 13, 16, 17 -> message.wholes(values, Values::add);
            case 8 -> strings.add(new AttrValue.Bytes(message.bytes()));
            default -> message.skip();
        }
    }

    /** Packed numbers are the bytes of the tensor, unless they are fewer than its elements: that shows at the end. */
    private void packed(ByteBuffer bytes, int width) {
        values.addAll(packed, packedWidth); // of an earlier field of the kind: both count
        packed = bytes;
        packedWidth = width;
    }

    private ConstantTensor tensor() throws InvalidProtocolBufferException {
        if (!shape.isFixed()) {
            throw new InvalidProtocolBufferException("a constant has the open shape " + shape);
        }
        try {
            long elements = shape.elements();
            if (type == DataType.STRING) {
                return ConstantTensor.ofStrings(shape, filled(elements));
            }
            if (type.bytes() == 0) {
                throw new InvalidProtocolBufferException("a constant is of type " + type + ", which has no values");
            }
            long bytes = Math.multiplyExact(elements, type.bytes());
            if (content.hasRemaining()) {
                return ConstantTensor.of(type, shape, content);
            }
            if (packed.remaining() == bytes && values.count == 0) {
                return ConstantTensor.of(type, shape, packed);
            }
            values.addAll(packed, packedWidth);
            return ConstantTensor.of(type, shape, values.filled(type, bytes));
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw new InvalidProtocolBufferException("a constant is damaged: " + e.getMessage());
        }
    }

    private List<AttrValue.Bytes> filled(long elements) throws InvalidProtocolBufferException {
        if (strings.size() < elements) {
            checkFilled(elements);
            AttrValue.Bytes last = strings.isEmpty() ? AttrValue.Bytes.of("") : strings.get(strings.size() - 1);
            strings.addAll(Collections.nCopies((int) elements - strings.size(), last));
        }
        return strings;
    }

    private static void checkFilled(long size) throws InvalidProtocolBufferException {
        if (size > MOST_FILLED) {
            throw new InvalidProtocolBufferException(
                    "a constant repeats a value to " + size + " bytes, more than " + MOST_FILLED);
        }
    }

    /** Numbers as their bits. */
    private static final class Values {
        private long[] bits = new long[4];
        private int count;

        void add(long value) {
            if (count == bits.length) {
                bits = java.util.Arrays.copyOf(bits, 2 * count);
            }
            bits[count++] = value;
        }

        void addAll(ByteBuffer numbers, int width) {
            ByteBuffer from = numbers.duplicate().order(ByteOrder.LITTLE_ENDIAN);
            while (from.remaining() >= width) {
                add(width == Double.BYTES ? from.getLong() : from.getInt());
            }
        }

        ByteBuffer filled(DataType type, long bytes) throws InvalidProtocolBufferException {
            boolean isComplex = type == DataType.COMPLEX64 || type == DataType.COMPLEX128;
            int width = isComplex ? type.bytes() / 2 : type.bytes();
            long elements = bytes / width;
            if (count > elements) {
                throw new InvalidProtocolBufferException(
                        "a constant has " + count + " values, but its shape has " + elements);
            }
            checkFilled(bytes);
            ByteBuffer filled = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
            int repeated = isComplex ? 2 : 1;
            for (long i = 0; i < elements; i++) {
                long from = i < count ? i : count - repeated + (i - count) % repeated;
                put(filled, width, count == 0 ? 0 : bits[(int) from]);
            }
            return filled.flip();
        }

        private static void put(ByteBuffer target, int width, long bits) {
            switch (width) {
                case 1 -> target.put((byte) bits);
                case 2 -> target.putShort((short) bits);
                case 4 -> target.putInt((int) bits);
                default -> target.putLong(bits);
            }
        }
    }
}
