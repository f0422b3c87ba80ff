// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.DataFormatException;
import io.espalier.data.ElementSpec;
import io.espalier.data.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;

/**
 * An array of numbers in memory, row-major.
 *
 * @param type the type of its numbers
 * @param shape all dimensions; empty for a scalar
 * @param data the numbers in native byte order, from position 0 to the limit; not copied, and exposed as a read-only view
 */
public record NumericArray(ElementType type, List<Integer> shape, ByteBuffer data) implements StoredArray {
    public NumericArray {
        shape = List.copyOf(shape);
        data = data.asReadOnlyBuffer().order(ByteOrder.nativeOrder());
        long bytes = (long) new ElementSpec(type, shape).bytes();
        if (bytes != data.limit()) {
            throw new IllegalArgumentException(
                    shape + " of " + type + " needs " + bytes + " bytes, but the buffer has " + data.limit());
        }
    }

    /** Decodes the bytes from the position of {@code stored} to its limit, in its byte order; bytes are not copied. */
    static NumericArray decode(StoredType type, List<Integer> shape, ByteBuffer stored) {
        if (type.bytes() == 1 && type.element() == ElementType.UINT8) {
            return new NumericArray(ElementType.UINT8, shape, stored.slice());
        }
        ElementSpec spec = new ElementSpec(type.element(), shape);
        ByteBuffer numbers = ByteBuffer.allocateDirect(spec.bytes()).order(ByteOrder.nativeOrder());
        type.decode(stored, numbers, spec.elements());
        return new NumericArray(type.element(), shape, numbers.flip());
    }

    /** The rows of this array: one for each index of the first dimension. A scalar is one row. */
    Rows rows() {
        return new BufferRows(rowSpec(), rowCount(), data);
    }

    /** The type and shape of one row, that is of everything after the first dimension. */
    public ElementSpec rowSpec() {
        return new ElementSpec(type, rowShape());
    }

    /**
     * The numbers of one row.
     *
     * @return a read-only view in native byte order, from position 0 to its limit
     * @throws IndexOutOfBoundsException if there is no such row
     */
    public ByteBuffer row(int index) {
        int bytes = rowSpec().bytes();
        return data.slice(Objects.checkIndex(index, rowCount()) * bytes, bytes).order(ByteOrder.nativeOrder());
    }

    /**
     * Makes sure that all numbers are finite.
     *
     * @param where the name of the array in messages
     * @throws DataFormatException if one is NaN or infinite; the message names the first and its row
     */
    public void requireFinite(String where) {
        FiniteNumbers.require(data, 0, rowSpec(), rowCount(), 0, where);
    }

    /**
     * Converts class numbers to INT32 of shape (rows).
     *
     * @param classes the number of classes
     * @param where the name of the array in messages
     * @throws DataFormatException unless each row is one integer from 0 to {@code classes - 1}
     */
    public NumericArray classNumbers(int classes, String where) {
        int rows = rowCount();
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

    /** Whether each row is a single integer, and so may be a class number. */
    public boolean isOneWholeNumberEach() {
        return type != ElementType.FLOAT32 && elements() == rowCount();
    }

    /**
     * The largest of these integers; -1 if the array is empty or all are less.
     *
     * @throws IllegalStateException if the array is FLOAT32
     */
    public long largestWholeNumber() {
        long largest = -1;
        for (int i = 0, count = elements(); i < count; i++) {
            largest = Math.max(largest, wholeNumber(i));
        }
        return largest;
    }

    /**
     * The smallest of these integers; 0 if the array is empty.
     *
     * @throws IllegalStateException if the array is FLOAT32
     */
    public long smallestWholeNumber() {
        int count = elements();
        long smallest = count == 0 ? 0 : wholeNumber(0);
        for (int i = 1; i < count; i++) {
            smallest = Math.min(smallest, wholeNumber(i));
        }
        return smallest;
    }

    /** Converts the numbers to FLOAT32, rounding integers that it cannot hold exactly. */
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
