// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.weights;

import java.io.ByteArrayOutputStream;

/** Writes numbers of a few bits; the first bits are the highest of a byte. */
final class BitWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int count;

    void write(int number, int bits) {
        for (int bit = bits - 1; bit >= 0; bit--) {
            pending = (pending << 1) | ((number >> bit) & 1);
            if (++count == Byte.SIZE) {
                bytes.write(pending);
                pending = 0;
                count = 0;
            }
        }
    }

    /** Everything written, with zeros to the end of the last byte and more bytes of zeros. */
    byte[] toBytes(int more) {
        if (count > 0) {
            write(0, Byte.SIZE - count);
        }
        for (int index = 0; index < more; index++) {
            bytes.write(0);
        }
        return bytes.toByteArray();
    }
}
