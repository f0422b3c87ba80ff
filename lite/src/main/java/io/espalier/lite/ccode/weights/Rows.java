// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.Arrays;

/**
 * The weights of an operator, one row for each channel of its output.
 *
 * @param values row by row
 */
@SuppressWarnings("ArrayRecordComponent") // compared by their contents
record Rows(byte[] values, int count) {
    Rows {
        values = values.clone();
        if (count < 1 || values.length % count != 0) {
            throw new IllegalArgumentException(values.length + " weights are not " + count + " rows");
        }
    }

    /** The weights of a row. */
    int length() {
        return values.length / count;
    }

    byte get(int row, int position) {
        return values[row * length() + position];
    }

    /** How many are not zero. */
    int nonzero() {
        int nonzero = 0;
        for (byte value : values) {
            nonzero += value != 0 ? 1 : 0;
        }
        return nonzero;
    }

    /** The values that occur, in rising order. */
    byte[] distinct(boolean withZero) {
        return distinct(values, withZero);
    }

    /** The values that occur in a row, in rising order. */
    byte[] distinct(int row) {
        return distinct(Arrays.copyOfRange(values, row * length(), (row + 1) * length()), true);
    }

    private static byte[] distinct(byte[] values, boolean withZero) {
        boolean[] occurs = new boolean[256];
        for (byte value : values) {
            occurs[value - Byte.MIN_VALUE] = value != 0 || withZero;
        }
        byte[] distinct = new byte[256];
        int count = 0;
        for (int value = 0; value < occurs.length; value++) {
            if (occurs[value]) {
                distinct[count++] = (byte) (value + Byte.MIN_VALUE);
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Rows rows && rows.count == count && Arrays.equals(rows.values, values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + count;
    }

    @Override
    public String toString() {
        return count + " rows of " + length();
    }
}
