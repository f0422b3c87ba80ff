// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** Files that NumPy wrote, from the test resources, and npy files with a header of the test's choice. */
public final class NumpyFiles {
    private NumpyFiles() {}

    public static byte[] read(String name) {
        try (InputStream stream = Objects.requireNonNull(NumpyFiles.class.getResourceAsStream(name), name)) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Path copy(String name, Path folder) throws IOException {
        return Files.write(folder.resolve(name), read(name));
    }

    /** A version 1 file with this header text and as many zero bytes behind it. */
    public static byte[] npy(String header, int zeros) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        byte[] file = new byte[10 + text.length + zeros];
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, (byte) (text.length >> 8)};
        System.arraycopy(magic, 0, file, 0, magic.length);
        System.arraycopy(text, 0, file, magic.length, text.length);
        return file;
    }
}
