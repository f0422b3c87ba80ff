// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.fetch;

import io.espalier.base.internal.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of a data set whose content is known beforehand.
 *
 * @param name its name in the data set's folder, without an ending for compression
 * @param bytes its uncompressed size
 * @param sha256 the SHA-256 of its uncompressed content, 64 small hexadecimal digits
 */
public record PinnedFile(String name, int bytes, String sha256) {
    public PinnedFile {
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(name + ": not a SHA-256 checksum in lowercase hexadecimal: " + sha256);
        }
    }

    /**
     * Reads a file and checks it, so that the bytes used are the bytes checked.
     *
     * @throws BrokenFileException if size or SHA-256 differ
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    ByteBuffer load(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() != bytes) {
                throw new BrokenFileException(file + " has " + channel.size() + " bytes, expected " + bytes);
            }
            ByteBuffer content = ByteBuffer.allocateDirect(bytes);
            while (content.hasRemaining()) {
                if (channel.read(content) < 0) {
                    throw new BrokenFileException(
                            file + " ended after " + content.position() + " bytes, expected " + bytes);
                }
            }
            content.flip();
            String actual = Sha256.of(content);
            if (!actual.equals(sha256)) {
                throw new BrokenFileException(file + " has SHA-256 " + actual + ", expected " + sha256);
            }
            return content;
        }
    }

    /** Copies a stream to this file's name in a folder, and never more than this file should have. */
    void write(InputStream content, Path folder) throws IOException {
        try (OutputStream file = Files.newOutputStream(folder.resolve(name))) {
            byte[] buffer = new byte[1 << 16];
            long written = 0;
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                written += count;
                if (written > bytes) {
                    throw new BrokenFileException(name + " is longer than the expected " + bytes + " bytes");
                }
                file.write(buffer, 0, count);
            }
        }
    }
}
