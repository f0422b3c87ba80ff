// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * An array in memory, row-major.
 *
 * @param shape all its dimensions
 * @param data its numbers in native byte order, from position 0 to the limit; a view that must not be written to
 */
public record NumericArray(ElementType type, List<Integer> shape, ByteBuffer data) {
    public NumericArray {
        shape = List.copyOf(shape);
        data = data.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
        long bytes = (long) new ElementSpec(type, shape).bytes();
        if (bytes != data.limit()) {
            throw new IllegalArgumentException(
                    shape + " of " + type + " needs " + bytes + " bytes, but the buffer has " + data.limit());
        }
    }

    /** Decodes what lies between {@code stored}'s position and limit, in its byte order; bytes are not copied. */
    static NumericArray decode(StoredType type, List<Integer> shape, ByteBuffer stored) {
        if (type.bytes() == 1 && type.element() == ElementType.UINT8) {
            return new NumericArray(ElementType.UINT8, shape, stored.slice());
        }
        ElementSpec spec = new ElementSpec(type.element(), shape);
        ByteBuffer numbers = ByteBuffer.allocateDirect(spec.bytes()).order(ByteOrder.nativeOrder());
        type.decode(stored, numbers, spec.elements());
        return new NumericArray(type.element(), shape, numbers.flip());
    }

    /** The same numbers, one row for each number of the first dimension; a scalar is one row. */
    public Rows rows() {
        if (shape.isEmpty()) {
            return new BufferRows(new ElementSpec(type, shape), 1, data);
        }
        return new BufferRows(new ElementSpec(type, shape.subList(1, shape.size())), shape.get(0), data);
    }

    /**
     * These class numbers as INT32, of shape {@code (n)}.
     *
     * @param where names the array in messages
     * @throws DataFormatException if this is not one whole number from 0 to {@code classes - 1} a row
     */
    public NumericArray classNumbers(int classes, String where) {
        int rows = shape.isEmpty() ? 1 : shape.get(0);
        if (!isOneWholeNumberEach()) {
            throw new DataFormatException(where + ": expected one integer class number per example, but found " + type
                    + " of shape " + shape);
        }
        ByteBuffer numbers =
                ByteBuffer.allocateDirect(Math.multiplyExact(rows, 4)).order(ByteOrder.nativeOrder());
        for (int row = 0; row < rows; row++) {
            long number = wholeNumber(row);
            if (number < 0 || number >= classes) {
                throw new DataFormatException(
                        where + ": example " + row + " has class " + number + "; expected 0 to " + (classes - 1));
            }
            numbers.putInt((int) number);
        }
        return new NumericArray(ElementType.INT32, List.of(rows), numbers.flip());
    }

    /** Whether each row is one whole number, which may be a class number. */
    public boolean isOneWholeNumberEach() {
        return type != ElementType.FLOAT32 && elements() == (shape.isEmpty() ? 1 : shape.get(0));
    }

    /** The largest of these whole numbers, or -1 if there are none or all are less. */
    public long largestWholeNumber() {
        long largest = -1;
        for (int i = 0, count = elements(); i < count; i++) {
            largest = Math.max(largest, wholeNumber(i));
        }
        return largest;
    }

    /** The same numbers as FLOAT32, rounded where they are too large for it. */
    public NumericArray toFloat32() {
        if (type == ElementType.FLOAT32) {
            return this;
        }
        ByteBuffer numbers =
                ByteBuffer.allocateDirect(Math.multiplyExact(elements(), 4)).order(ByteOrder.nativeOrder());
        for (int i = 0, count = elements(); i < count; i++) {
            numbers.putFloat((float) wholeNumber(i));
        }
        return new NumericArray(ElementType.FLOAT32, shape, numbers.flip());
    }

    private int elements() {
        return new ElementSpec(type, shape).elements();
    }

    private long wholeNumber(int index) {
        return switch (type) {
            case UINT8 -> Byte.toUnsignedLong(data.get(index));
            case INT32 -> data.getInt(index * 4);
            case INT64 -> data.getLong(index * 8);
            case FLOAT32 -> throw new IllegalStateException("class numbers are integers");
        };
    }
}
