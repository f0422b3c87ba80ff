// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.util.Arrays;

/**
 * How the values of a row are written: as indices into a table, or as they are.
 *
 * @param table the values in rising order; empty for values as they are
 * @param width bits of each
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Values(byte[] table, int width) {
    private static final int WIDEST_INDEX = 7;

    /** As they are. */
    static final Values PLAIN = new Values(new byte[0], Byte.SIZE);

    /** Whether there are few enough for indices. */
    static boolean fits(byte[] distinct) {
        return width(distinct.length) <= WIDEST_INDEX;
    }

    /** As indices into these. */
    static Values indices(byte[] distinct) {
        return new Values(distinct, width(distinct.length));
    }

    /** The bits of an index into so many values, at least 1. */
    static int width(int count) {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, count - 1)));
    }

    int bits(byte value) {
        return table.length == 0 ? value & 0xff : Arrays.binarySearch(table, value);
    }

    /** The value that C reads from these bits. */
    static byte value(Packing packing, int bits) {
        return packing.values().length == 0 ? (byte) bits : packing.values()[bits];
    }
}
