// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Google's converter made of networks of ours, with inputs and TensorFlow's answers: {@code testing/golden} of the checkout. */
public final class Golden {
    private static final Path FOLDER = folder();

    private Golden() {}

    /**
     * One of the files.
     *
     * @param name such as {@code mnist_softmax/float.tflite}
     */
    public static Path file(String name) {
        return Present.file(FOLDER, name);
    }

    /** All .tflite files, in the order of their names. */
    public static List<Path> models() throws IOException {
        return Present.files(FOLDER, ".*[.]tflite");
    }

    /** The numbers of a float32 .npy file of version 1, whatever their shape. */
    public static float[] floats(String name) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file(name))).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = bytes.getShort(8);
        String header = new String(bytes.array(), 10, headerLength, StandardCharsets.ISO_8859_1);
        if (!header.contains("'<f4'") || !header.contains("'fortran_order': False")) {
            throw new IOException(name + " is not float32 in row-major order: " + header);
        }
        bytes.position(10 + headerLength);
        float[] numbers = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(numbers);
        return numbers;
    }

    /** Builds and development environments start tests in the checkout or in the folder of a module. */
    private static Path folder() {
        Path start = Path.of("").toAbsolutePath();
        for (Path parent = start; parent != null; parent = parent.getParent()) {
            Path folder = parent.resolve("testing/golden");
            if (Files.isDirectory(folder)) {
                return folder;
            }
        }
        throw new IllegalStateException("there is no testing/golden in " + start + " or in a folder above it");
    }
}
