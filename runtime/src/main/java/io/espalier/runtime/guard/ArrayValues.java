// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.guard;

import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.data.array.StoredArray;
import io.espalier.data.array.TextArray;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The elements of an array as they are, in the type of an input. */
public final class ArrayValues {
    private ArrayValues() {}

    /**
     * All of them, in native order; text in the form of {@link StringValues}.
     *
     * @param name what messages call the array
     * @throws InterpreterException if the type cannot hold them
     */
    public static ByteBuffer of(String name, StoredArray array, TensorType type) {
        return of(name, array, 0, array.rowCount(), type);
    }

    /** Those of so many rows, in native order. */
    public static ByteBuffer of(String name, StoredArray array, int first, int rows, TensorType type) {
        int row = array.rowShape().stream().reduce(1, Math::multiplyExact);
        if (array instanceof TextArray text) {
            if (type != TensorType.STRING) {
                throw new InterpreterException("array '" + name + "' is text, but the input is " + type);
            }
            return StringValues.of(text.strings().subList(first * row, (first + rows) * row));
        }
        if (type == TensorType.STRING) {
            throw new InterpreterException(
                    "array '" + name + "' contains numbers, but the input is STRING; save an array of strings");
        }
        NumericArray numbers = (NumericArray) array;
        int bytes = row * numbers.type().bytes();
        ByteBuffer stored = numbers.data().slice(first * bytes, rows * bytes).order(ByteOrder.nativeOrder());
        return of(name, numbers.type(), stored, rows * row, type);
    }

    /** So many of those that a buffer holds from its position on, in native order. */
    public static ByteBuffer of(String name, ElementType from, ByteBuffer numbers, int elements, TensorType type) {
        ByteBuffer values =
                ByteBuffer.allocateDirect(Math.toIntExact(type.bytes(elements))).order(ByteOrder.nativeOrder());
        for (int i = 0; i < elements; i++) {
            put(name, from, numbers, type, values);
        }
        return values.flip();
    }

    private static void put(String name, ElementType from, ByteBuffer numbers, TensorType type, ByteBuffer values) {
        if (from == ElementType.FLOAT32) {
            if (type != TensorType.FLOAT32) {
                throw new InterpreterException(
                        "array '" + name + "' is FLOAT32, but the input is " + type + "; save integers");
            }
            values.putFloat(numbers.getFloat());
            return;
        }
        long number = switch (from) {
            case UINT8 -> Byte.toUnsignedLong(numbers.get());
            case INT32 -> numbers.getInt();
            case INT64 -> numbers.getLong();
            case FLOAT32 -> throw new IllegalStateException("was written already");
        };
        switch (type) {
            case FLOAT32 -> values.putFloat((float) number);
            case INT64 -> values.putLong(number);
            case INT32 -> values.putInt((int) within(name, number, Integer.MIN_VALUE, Integer.MAX_VALUE, type));
            case INT16 -> values.putShort((short) within(name, number, Short.MIN_VALUE, Short.MAX_VALUE, type));
            case INT8 -> values.put((byte) within(name, number, Byte.MIN_VALUE, Byte.MAX_VALUE, type));
            case UINT8 -> values.put((byte) within(name, number, 0, 255, type));
            case BOOL -> values.put((byte) within(name, number, 0, 1, type));
            default ->
                throw new InterpreterException("input '" + name + "' is " + type
                        + "; arrays of numbers can have the types FLOAT32, INT64, INT32, INT16, INT8, UINT8 and BOOL");
        }
    }

    private static long within(String name, long number, long least, long most, TensorType type) {
        if (number < least || number > most) {
            throw new InterpreterException("array '" + name + "' contains " + number + ", but the input is " + type
                    + " with the range " + least + " to " + most);
        }
        return number;
    }
}
