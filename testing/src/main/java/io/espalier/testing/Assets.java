// SPDX-License-Identifier: Apache-2.0
package io.espalier.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Models and photographs that others made, in the folder that the system property {@code espalier.assets} names. They are no part of the
 * repository: a test that asks for one is tagged {@code conformance}, and runs where the build is given that property.
 */
public final class Assets {
    private Assets() {}

    /**
     * One of the files or folders.
     *
     * @param name such as {@code tflite/tflm/sine_float.tflite}
     */
    public static Path file(String name) {
        return Present.file(folder(), name);
    }

    /**
     * The files in a folder and in those below it, in the order of their names; at least one.
     *
     * @param pattern a regular expression for the path
     */
    public static List<Path> files(String folder, String pattern) throws IOException {
        return Present.files(file(folder), pattern);
    }

    /** All .tflite files of MLPerf Tiny, the AI Edge quantizer and TFLite Micro, in the order of their names. */
    public static List<Path> models() throws IOException {
        List<Path> models = new ArrayList<>(files("mlperf_tiny", ".*[.]tflite"));
        models.addAll(files("tflite", ".*[.]tflite"));
        return models;
    }

    private static Path folder() {
        String folder = System.getProperty("espalier.assets");
        if (folder == null) {
            throw new IllegalStateException("the property espalier.assets names no folder of models and photographs:"
                    + " tag the test 'conformance', and run it with -Despalier.assets=DIR");
        }
        return Path.of(folder).toAbsolutePath();
    }
}
