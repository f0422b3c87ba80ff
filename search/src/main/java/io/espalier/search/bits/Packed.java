// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import java.util.zip.Deflater;

/** The size of a file after gzip at the strongest level. */
final class Packed {
    /** What gzip writes before and behind the packed bytes. */
    private static final int FRAME = 18;

    private Packed() {}

    static long size(Graph graph) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        try {
            deflater.setInput(GraphWriter.toBytes(graph));
            deflater.finish();
            byte[] room = new byte[1 << 16];
            long size = FRAME;
            while (!deflater.finished()) {
                size += deflater.deflate(room);
            }
            return size;
        } finally {
            deflater.end();
        }
    }
}
