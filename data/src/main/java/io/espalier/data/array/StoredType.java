// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.base.internal.HalfFloat;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;

/**
 * The type of numbers in a file, and how they become one of the {@link ElementType}s: widened where none is as narrow, and
 * FLOAT64 rounded to FLOAT32. Booleans become INT32, since UINT8 stands for bytes that are scaled.
 */
enum StoredType {
    BOOL(1, ElementType.INT32),
    UINT8(1, ElementType.UINT8),
    INT8(1, ElementType.INT32),
    UINT16(2, ElementType.INT32),
    INT16(2, ElementType.INT32),
    INT32(4, ElementType.INT32),
    UINT32(4, ElementType.INT64),
    INT64(8, ElementType.INT64),
    FLOAT16(2, ElementType.FLOAT32),
    FLOAT32(4, ElementType.FLOAT32),
    FLOAT64(8, ElementType.FLOAT32);

    private final int bytes;
    private final ElementType element;

    StoredType(int bytes, ElementType element) {
        this.bytes = bytes;
        this.element = element;
    }

    /** The size of one number in the file. */
    int bytes() {
        return bytes;
    }

    ElementType element() {
        return element;
    }

    /**
     * Reads {@code count} numbers at {@code stored}'s position in {@code stored}'s byte order and appends them to {@code numbers}, which
     * is in native order; both positions move.
     */
    void decode(ByteBuffer stored, ByteBuffer numbers, int count) {
        ByteBuffer source = stored.slice(stored.position(), count * bytes).order(stored.order());
        ByteBuffer target =
                numbers.slice(numbers.position(), count * element.bytes()).order(numbers.order());
        switch (this) {
            case UINT8 -> target.put(source);
            case INT32, FLOAT32 -> target.asIntBuffer().put(source.asIntBuffer());
            case INT64 -> target.asLongBuffer().put(source.asLongBuffer());
            case BOOL, INT8 -> {
                for (int i = 0; i < count; i++) {
                    target.putInt(source.get());
                }
            }
            case UINT16 -> {
                for (int i = 0; i < count; i++) {
                    target.putInt(source.getChar());
                }
            }
            case INT16 -> {
                for (int i = 0; i < count; i++) {
                    target.putInt(source.getShort());
                }
            }
            case UINT32 -> {
                for (int i = 0; i < count; i++) {
                    target.putLong(Integer.toUnsignedLong(source.getInt()));
                }
            }
            case FLOAT16 -> {
                for (int i = 0; i < count; i++) {
                    target.putFloat(HalfFloat.value(source.getShort()));
                }
            }
            case FLOAT64 -> {
                for (int i = 0; i < count; i++) {
                    target.putFloat((float) source.getDouble());
                }
            }
        }
        stored.position(stored.position() + count * bytes);
        numbers.position(numbers.position() + count * element.bytes());
    }
}
