// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

/** Reads what {@link BitWriter} wrote. */
final class BitReader {
    private final byte[] bytes;
    private int position;

    BitReader(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    int read(int bits) {
        int number = 0;
        for (int bit = 0; bit < bits; bit++, position++) {
            int shift = Byte.SIZE - 1 - position % Byte.SIZE;
            number = (number << 1) | ((bytes[position / Byte.SIZE] >> shift) & 1);
        }
        return number;
    }

    /** The next 16 bits, which stay. */
    int ahead() {
        int start = position;
        int bits = read(Short.SIZE);
        position = start;
        return bits;
    }

    void skip(int bits) {
        position += bits;
    }
}
