// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.schema.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;

/** The elements of a constant as the bits that they are stored in, so that what is decoded is identical. */
final class Elements {
    private static final Set<TensorType> DECODED = EnumSet.of(
            TensorType.FLOAT32, TensorType.INT8, TensorType.INT16, TensorType.INT32, TensorType.INT64, TensorType.BOOL);

    private Elements() {}

    /** Whether TFLite Micro decodes to elements of this type. */
    static boolean areDecoded(TensorType type) {
        return DECODED.contains(type);
    }

    /** One element, with its sign. */
    static long get(TensorType type, ByteBuffer bytes, int index) {
        return switch (type.bits()) {
            case 8 -> bytes.get(index);
            case 16 -> bytes.getShort(2 * index);
            case 32 -> bytes.getInt(4 * index);
            default -> bytes.getLong(8 * index);
        };
    }

    /** Writes one element. */
    static void put(TensorType type, ByteBuffer bytes, int index, long value) {
        switch (type.bits()) {
            case 8 -> bytes.put(index, (byte) value);
            case 16 -> bytes.putShort(2 * index, (short) value);
            case 32 -> bytes.putInt(4 * index, (int) value);
            default -> bytes.putLong(8 * index, value);
        }
    }

    /** Elements as they are stored. */
    static Buffer of(TensorType type, long[] values) {
        ByteBuffer bytes = allocate(type, values.length);
        for (int index = 0; index < values.length; index++) {
            put(type, bytes, index, values[index]);
        }
        return Buffer.view(bytes);
    }

    /** Room for so many elements. */
    static ByteBuffer allocate(TensorType type, int count) {
        return ByteBuffer.allocate(Math.multiplyExact(count, type.bits() / 8)).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** From the least to the greatest number, as TFLite Micro's own encoder sorts them; then by their bits, as NaNs differ. */
    static Comparator<Long> order(TensorType type) {
        Comparator<Long> byBits = Comparator.naturalOrder();
        Comparator<Long> byNumber = (one, other) ->
                Float.compare(Float.intBitsToFloat(one.intValue()), Float.intBitsToFloat(other.intValue()));
        return type == TensorType.FLOAT32 ? byNumber.thenComparing(byBits) : byBits;
    }
}
