// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import java.util.function.IntUnaryOperator;

/** Small numbers one after another, each in the same number of bits, the highest bit first. */
final class BitPacking {
    private BitPacking() {}

    /**
     * Numbers as bytes; bits that are left over are 0.
     *
     * @param number gives each of them, from 0 to 2^bits - 1
     * @param bits 1 to 8
     */
    static Buffer pack(int count, int bits, IntUnaryOperator number) {
        byte[] bytes = new byte[bytes(count, bits)];
        for (int index = 0; index < count; index++) {
            int value = number.applyAsInt(index);
            long place = (long) index * bits;
            for (int bit = bits - 1; bit >= 0; bit--, place++) {
                bytes[(int) (place / 8)] |= (byte) (((value >> bit) & 1) << (7 - place % 8));
            }
        }
        return Buffer.ofBytes(bytes);
    }

    /** One of the numbers. */
    static int get(Buffer packed, int bits, int index) {
        int value = 0;
        long place = (long) index * bits;
        for (int bit = 0; bit < bits; bit++, place++) {
            value = (value << 1) | ((packed.get((int) (place / 8)) >> (7 - place % 8)) & 1);
        }
        return value;
    }

    /** How many bytes so many numbers take. */
    static int bytes(int count, int bits) {
        return Math.toIntExact(((long) count * bits + 7) / 8);
    }

    /** How many bits the numbers from 0 to this one need, at least 1. */
    static int bitsFor(int greatest) {
        return Math.max(1, Integer.SIZE - Integer.numberOfLeadingZeros(greatest));
    }
}
