// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.tensorflow.TensorFlow;

/** Which TensorFlow models are trained on. */
public final class TensorFlowVersion {
    private TensorFlowVersion() {}

    /** Whether TensorFlow is there at all; without it, models are read, converted and run in the TFLite runtime, but not trained. */
    public static boolean isPresent() {
        try {
            Class.forName("org.tensorflow.TensorFlow", false, TensorFlowVersion.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** The version of the native library, such as {@code 2.18.0}, which is loaded for that. */
    public static String current() {
        return TensorFlow.version();
    }

    /** The version that this build is for, told without loading the native library; empty where TensorFlow is not on the class path. */
    public static Optional<String> installed() {
        ClassLoader classes = TensorFlowVersion.class.getClassLoader();
        if (classes.getResource("org/tensorflow/TensorFlow.class") == null) {
            return Optional.empty();
        }
        try (InputStream resource = TensorFlowVersion.class.getResourceAsStream("version.properties")) {
            if (resource == null) {
                throw new IllegalStateException("the build left version.properties out");
            }
            Properties properties = new Properties();
            properties.load(resource);
            return Optional.of(properties.getProperty("tensorflow"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
