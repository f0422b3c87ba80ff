// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Whole numbers of seven bits a byte, the lowest first; the highest bit says that more follow. */
final class Varint {
    private static final int BITS = 7;
    private static final int MORE = 1 << BITS;

    private Varint() {}

    /** Reads a number that is not negative and moves behind it. */
    static long read(ByteBuffer from) throws InvalidProtocolBufferException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE - 1 && from.hasRemaining(); shift += BITS) {
            int part = from.get();
            value |= (long) (part & (MORE - 1)) << shift;
            if ((part & MORE) == 0) {
                return value;
            }
        }
        throw new InvalidProtocolBufferException("a number is cut or too large");
    }

    /** Reads a length: a number that is not more than the bytes that remain. */
    static int readLength(ByteBuffer from) throws InvalidProtocolBufferException {
        long length = read(from);
        if (length > from.remaining()) {
            throw new InvalidProtocolBufferException(
                    "a part has " + length + " bytes, but only " + from.remaining() + " follow");
        }
        return (int) length;
    }

    static void write(ByteArrayOutputStream to, long value) {
        long rest = value;
        while (rest >= MORE) {
            to.write((int) (rest & (MORE - 1)) | MORE);
            rest >>>= BITS;
        }
        to.write((int) rest);
    }
}
