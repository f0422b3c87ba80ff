// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.library;

import io.espalier.train.history.TrainingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import org.tensorflow.TensorFlow;

/** Which TensorFlow models are trained on. */
public final class TensorFlowVersion {
    private TensorFlowVersion() {}

    /** @throws TrainingException if TensorFlow is not on the class path, or cannot be loaded; the message says which dependency brings it */
    public static void require() {
        if (installed().isEmpty()) {
            throw new TrainingException("TensorFlow is missing, which training and evaluating Keras models need;"
                    + " add the dependency io.espalier:espalier-training, or unpack the training archive");
        }
        TensorFlowLibrary.load();
    }

    /** The version of the native library, such as {@code 2.18.0}, which is loaded for that. */
    public static String current() {
        TensorFlowLibrary.load();
        return TensorFlow.version();
    }

    /**
     * The version that this build is for, told without loading the native library. Empty where TensorFlow is not on the class path: without it,
     * models are read, converted and run in the TFLite runtime, but not trained.
     */
    public static Optional<String> installed() {
        ClassLoader classes = TensorFlowVersion.class.getClassLoader();
        if (classes.getResource("org/tensorflow/TensorFlow.class") == null) {
            return Optional.empty();
        }
        try (InputStream resource = TensorFlowVersion.class.getResourceAsStream("version.properties")) {
            if (resource == null) {
                throw new IllegalStateException("version.properties is missing from the build");
            }
            Properties properties = new Properties();
            properties.load(resource);
            return Optional.of(properties.getProperty("tensorflow"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
