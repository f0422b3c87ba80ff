// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.image;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/** What the chunks of a PNG file say (ISO/IEC 15948, clause 5), each held against its checksum. */
record PngStructure(int width, int height) implements ImageStructure {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int CHUNK_OVERHEAD = 12;
    private static final int HEADER_BYTES = 13;

    static boolean startsIn(byte[] file) {
        return file.length >= SIGNATURE.length
                && Arrays.equals(file, 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    /** @throws UnusableImageException if a chunk is damaged, or the header, the data or the end is missing */
    static PngStructure of(byte[] file) {
        ByteBuffer chunks = ByteBuffer.wrap(file).position(SIGNATURE.length);
        PngStructure header = null;
        boolean hasData = false;
        while (true) {
            int length = chunks.remaining() < CHUNK_OVERHEAD ? -1 : chunks.getInt(chunks.position());
            if (length < 0 || length > chunks.remaining() - CHUNK_OVERHEAD) {
                throw UnusableImageException.broken("truncated: the PNG file has no end marker");
            }
            int start = chunks.position() + 4;
            String type = new String(file, start, 4, StandardCharsets.ISO_8859_1);
            requireChecksum(file, start, length, type);
            if (header == null) {
                header = header(chunks, type, length);
            }
            hasData |= type.equals("IDAT");
            if (type.equals("IEND")) {
                break;
            }
            chunks.position(start + length + 8);
        }
        if (!hasData) {
            throw UnusableImageException.broken("a PNG file without an image");
        }
        return header;
    }

    @Override
    public boolean isCommon() {
        return true;
    }

    private static PngStructure header(ByteBuffer chunks, String type, int length) {
        if (!type.equals("IHDR") || length != HEADER_BYTES) {
            throw UnusableImageException.broken("damaged: the PNG file does not start with its header");
        }
        int at = chunks.position() + 8;
        return new PngStructure(chunks.getInt(at), chunks.getInt(at + 4));
    }

    private static void requireChecksum(byte[] file, int start, int length, String type) {
        CRC32 checksum = new CRC32();
        checksum.update(file, start, length + 4);
        int stored = ByteBuffer.wrap(file).getInt(start + 4 + length);
        if ((int) checksum.getValue() != stored) {
            throw UnusableImageException.broken("damaged: wrong checksum of PNG chunk '" + type + "'");
        }
    }
}
