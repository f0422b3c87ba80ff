// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import java.nio.FloatBuffer;
import java.util.Set;

/** Samples like those that a model will meet, and something that runs models on them. May be used again and again. */
public interface RepresentativeData {
    /** Such as {@code mnist, 100 examples}; for people and provenance. */
    String description();

    /**
     * Runs every sample, and observes every float activation of the main subgraph, its inputs among them.
     *
     * @throws CalibrationException if there are no samples, or they do not fit the model
     */
    Calibration calibrate(Graph graph, CalibrationMethod method);

    /**
     * Runs every sample, one after the other, and shows some of the main subgraph's float activations; its inputs may be among them.
     *
     * @param tensors the names of those that are shown
     * @throws CalibrationException as {@link #calibrate}
     */
    void observe(Graph graph, Set<String> tensors, ActivationListener listener);

    /** Sees activations; by one thread at a time. */
    @FunctionalInterface
    interface ActivationListener {
        /**
         * @param shape with the batch, of which there is one sample
         * @param values from the buffer's position to its limit; they are gone when the call is over
         */
        void see(String tensor, Ints shape, FloatBuffer values);
    }
}
