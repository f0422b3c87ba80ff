// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.statistics;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Gzip at its strongest level. */
public final class Gzip extends GZIPOutputStream {
    private Gzip(OutputStream out) throws IOException {
        super(out);
        // can only be set from inside
        def.setLevel(Deflater.BEST_COMPRESSION);
    }

    /** How many bytes the content takes after gzip; the buffers' positions stay. */
    public static long size(ByteBuffer... content) {
        Count count = new Count();
        try (WritableByteChannel gzip = Channels.newChannel(new Gzip(count))) {
            for (ByteBuffer part : content) {
                gzip.write(part.duplicate());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return count.bytes;
    }

    /** Counts bytes and forgets them. */
    private static final class Count extends OutputStream {
        private long bytes;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] values, int offset, int length) {
            bytes += length;
        }
    }
}
