// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow.checkpoint;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** CRC32C as these files store it: turned and shifted, so that a checksum of data that hold checksums is still a good one. */
final class MaskedCrc {
    private static final int MASK_DELTA = 0xa282ead8;
    private static final int TURNED_BITS = 15;

    private MaskedCrc() {}

    /** Of the remaining bytes of these buffers, one after another; the buffers stay where they are. */
    static int of(ByteBuffer... parts) {
        CRC32C crc = new CRC32C();
        for (ByteBuffer part : parts) {
            crc.update(part.duplicate());
        }
        return masked(crc);
    }

    /** What has been added so far. */
    static int masked(CRC32C crc) {
        return Integer.rotateRight((int) crc.getValue(), TURNED_BITS) + MASK_DELTA;
    }
}
