// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Files that the developers share; tests that want one are skipped where it is absent. */
final class Shared {
    private Shared() {}

    static Path file(String path) {
        Path file = Path.of(System.getProperty("espalier.shared", "../shared")).resolve(path);
        Assumptions.assumeTrue(Files.exists(file), () -> "no " + file + ": the shared files are not on this machine");
        return file;
    }

    /** The numbers of a float32 .npy file of version 1, whatever their shape. */
    static float[] floats(String path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file(path))).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = bytes.getShort(8);
        String header = new String(bytes.array(), 10, headerLength, StandardCharsets.ISO_8859_1);
        if (!header.contains("'<f4'") || !header.contains("'fortran_order': False")) {
            throw new IOException(path + " is not float32 in row-major order: " + header);
        }
        bytes.position(10 + headerLength);
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }
}
