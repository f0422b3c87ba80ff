// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.InvalidGraphException;
import java.nio.ByteBuffer;

/**
 * The ancillary data of DECODE: a header of 16 bytes that says how to decode, and then the values.
 *
 * <p>Byte 0 is the type, byte 1 the version of the header, byte 4 that of the type. For tables, byte 5 is the width of an index and byte 6 the stride. Other
 * bytes are 0.
 */
final class DecodeHeader {
    /** So many bytes that values after it are as aligned as the tensor. */
    static final int SIZE = 16;

    static final int LOOK_UP = 0;
    static final int HUFFMAN = 1;
    static final int PRUNING = 2;

    private static final int VERSION_PLACE = 1;
    private static final int TYPE_VERSION_PLACE = 4;
    private static final int BITS_PLACE = 5;
    private static final int STRIDE_PLACE = 6;
    private static final byte VERSION = 1;
    private static final int BITS_MASK = 7;

    private DecodeHeader() {}

    /** The ancillary data of tables. */
    static Buffer of(LookUpTable table) {
        byte[] header = header(LOOK_UP);
        header[BITS_PLACE] = (byte) table.bits();
        header[STRIDE_PLACE] = (byte) table.stride();
        return with(header, table.values());
    }

    /** The ancillary data of a mask. */
    static Buffer of(PruningMask mask) {
        return with(header(PRUNING), mask.values());
    }

    private static byte[] header(int type) {
        byte[] header = new byte[SIZE];
        header[0] = (byte) type;
        header[VERSION_PLACE] = VERSION;
        header[TYPE_VERSION_PLACE] = VERSION;
        return header;
    }

    private static Buffer with(byte[] header, Buffer values) {
        return Buffer.view(ByteBuffer.allocate(SIZE + values.size())
                .put(header)
                .put(values.asByteBuffer())
                .flip());
    }

    /**
     * The type of ancillary data.
     *
     * @throws InvalidGraphException if they are too short, or of a version that is not 1
     */
    static int type(Buffer ancillary) {
        if (ancillary.size() < SIZE) {
            throw new InvalidGraphException(
                    "The header of DECODE has " + SIZE + " bytes, but there are " + ancillary.size());
        }
        if (ancillary.get(VERSION_PLACE) != VERSION || ancillary.get(TYPE_VERSION_PLACE) != VERSION) {
            throw new InvalidGraphException("The header of DECODE has version " + ancillary.get(VERSION_PLACE) + "."
                    + ancillary.get(TYPE_VERSION_PLACE) + "; known is 1.1");
        }
        return Byte.toUnsignedInt(ancillary.get(0));
    }

    /** The tables that ancillary data of type {@link #LOOK_UP} describe. */
    static LookUpTable table(Buffer ancillary, Buffer encoded) {
        return new LookUpTable(
                ancillary.get(BITS_PLACE) & BITS_MASK,
                Byte.toUnsignedInt(ancillary.get(STRIDE_PLACE)),
                encoded,
                values(ancillary));
    }

    /** The mask that ancillary data of type {@link #PRUNING} describe. */
    static PruningMask mask(Buffer ancillary, Buffer encoded) {
        return new PruningMask(encoded, values(ancillary));
    }

    private static Buffer values(Buffer ancillary) {
        return Buffer.view(ancillary.asByteBuffer().position(SIZE));
    }
}
