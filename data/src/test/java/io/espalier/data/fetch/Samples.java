// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.internal.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** Files to fetch in tests. */
final class Samples {
    static final byte[] FIRST = random(1, 300_000);
    static final byte[] SECOND = random(2, 1_000);
    static final PinnedFile FIRST_FILE = pin("first", FIRST);
    static final PinnedFile SECOND_FILE = pin("second", SECOND);

    private Samples() {}

    static PinnedFile pin(String name, byte[] content) {
        return new PinnedFile(name, content.length, Sha256.of(ByteBuffer.wrap(content)));
    }

    static byte[] random(long seed, int length) {
        byte[] content = new byte[length];
        new Random(seed).nextBytes(content);
        return content;
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (OutputStream stream = new GZIPOutputStream(compressed)) {
            stream.write(content);
        }
        return compressed.toByteArray();
    }
}
