// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The key of a part of a tensor: a zero, the name, and the numbers of its ranges in TensorFlow's "ordered code", whose bytes are ordered as what
 * they stand for.
 *
 * @see <a href="https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/lib/strings/ordered_code.h">ordered code</a>
 */
final class SliceKey {
    private static final int ESCAPED_END = 0xff;
    private static final int ONE_BYTE_VALUES = 64;
    private static final int MOST_BYTES = 10;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private SliceKey() {}

    /** The key, a character for each byte. */
    static String of(String name, TensorSlice slice) {
        SliceKey key = new SliceKey();
        key.count(0);
        key.text(name.getBytes(StandardCharsets.UTF_8));
        key.count(slice.starts().size());
        for (int axis = 0; axis < slice.starts().size(); axis++) {
            key.number(slice.starts().get(axis));
            key.number(slice.lengths().get(axis));
        }
        return key.bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The number of bytes, then these, the highest first. */
    private void count(int value) {
        int length = (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 7) / 8;
        bytes.write(length);
        for (int place = length - 1; place >= 0; place--) {
            bytes.write(value >>> (8 * place));
        }
    }

    private void text(byte[] text) {
        for (byte next : text) {
            bytes.write(next);
            if (next == 0) {
                bytes.write(ESCAPED_END);
            } else if ((next & 0xff) == ESCAPED_END) {
                bytes.write(0);
            }
        }
        bytes.write(0);
        bytes.write(1);
    }

    /** A sign bit, as many bits of the same value as bytes follow, one of the other value, then the number. */
    private void number(long value) {
        long magnitude = value < 0 ? ~value : value;
        if (magnitude < ONE_BYTE_VALUES) {
            bytes.write((int) (0x80 ^ value));
            return;
        }
        int bits = Long.SIZE - Long.numberOfLeadingZeros(magnitude);
        int length = bits / 7 + 1;
        byte[] whole = new byte[MOST_BYTES];
        for (int place = 0; place < MOST_BYTES; place++) {
            int shift = 8 * (MOST_BYTES - 1 - place);
            whole[place] = (byte) (shift < Long.SIZE ? value >> shift : value >> (Long.SIZE - 1));
        }
        // The header is as many ones as there are bytes.
        int header = ~0 << (16 - length);
        whole[MOST_BYTES - length] ^= (byte) (header >> 8);
        whole[MOST_BYTES - length + 1] ^= (byte) header;
        bytes.write(whole, MOST_BYTES - length, length);
    }
}
