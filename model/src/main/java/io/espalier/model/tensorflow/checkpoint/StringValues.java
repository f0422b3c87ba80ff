// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import com.google.protobuf.InvalidProtocolBufferException;
import io.espalier.model.tensorflow.AttrValue;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a tensor of strings: the length of each as a varint, a checksum of the lengths, then the strings. Checksums are of the lengths as
 * numbers of four bytes.
 *
 * @param crc the masked checksum of it all
 */
record StringValues(List<AttrValue.Bytes> strings, int crc) {
    StringValues {
        strings = List.copyOf(strings);
    }

    static StringValues read(ByteBuffer bytes, long count) throws InvalidProtocolBufferException {
        if (count > bytes.remaining()) {
            throw new InvalidProtocolBufferException("has " + bytes.remaining() + " bytes for " + count + " strings");
        }
        CRC32C crc = new CRC32C();
        int[] lengths = new int[(int) count];
        for (int i = 0; i < count; i++) {
            lengths[i] = Varint.readLength(bytes);
            update(crc, lengths[i]);
        }
        if (bytes.remaining() < Integer.BYTES || bytes.getInt() != MaskedCrc.masked(crc)) {
            throw new InvalidProtocolBufferException("the checksum (CRC) of the lengths of its strings is wrong");
        }
        update(crc, MaskedCrc.masked(crc));
        List<AttrValue.Bytes> strings = new ArrayList<>();
        for (int length : lengths) {
            if (length > bytes.remaining()) {
                throw new InvalidProtocolBufferException("its strings are longer than its bytes");
            }
            ByteBuffer text = bytes.slice(bytes.position(), length);
            crc.update(text.duplicate());
            strings.add(new AttrValue.Bytes(text));
            bytes.position(bytes.position() + length);
        }
        if (bytes.hasRemaining()) {
            throw new InvalidProtocolBufferException(bytes.remaining() + " bytes follow its strings");
        }
        return new StringValues(strings, MaskedCrc.masked(crc));
    }

    /** The bytes of a tensor, and their checksum. */
    static Written write(List<AttrValue.Bytes> strings) {
        CRC32C crc = new CRC32C();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (AttrValue.Bytes text : strings) {
            Varint.write(bytes, text.value().remaining());
            update(crc, text.value().remaining());
        }
        byte[] checksum = littleEndian(MaskedCrc.masked(crc));
        bytes.writeBytes(checksum);
        crc.update(checksum);
        for (AttrValue.Bytes text : strings) {
            bytes.writeBytes(text.copy());
            crc.update(text.value());
        }
        return new Written(ByteBuffer.wrap(bytes.toByteArray()), MaskedCrc.masked(crc));
    }

    private static void update(CRC32C crc, int number) {
        crc.update(littleEndian(number));
    }

    private static byte[] littleEndian(int number) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    /** Bytes of a shard. */
    record Written(ByteBuffer bytes, int crc) {}
}
