// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import java.nio.FloatBuffer;
import java.util.Set;

/** Samples that are typical of a model's inputs, and a way to run models on them. Reusable. */
public interface RepresentativeData {
    /** Such as {@code mnist, 100 examples}; for messages and provenance. */
    String description();

    /**
     * Runs every sample and observes every float activation of the main subgraph, with its inputs.
     *
     * @throws CalibrationException if there are no samples, or they do not fit the model
     */
    Calibration calibrate(Graph graph, CalibrationMethod method);

    /**
     * Runs every sample in order and passes some of the main subgraph's float activations, or inputs, to a listener.
     *
     * @param tensors the indices of the tensors to observe
     * @throws CalibrationException as {@link #calibrate}
     */
    void observe(Graph graph, Set<Integer> tensors, ActivationListener listener);

    /** Receives activations, from one thread at a time. */
    @FunctionalInterface
    interface ActivationListener {
        /**
         * Called for each observed tensor of each sample.
         *
         * @param tensor its index in the main subgraph
         * @param shape with a batch of one sample
         * @param values from the buffer's position to its limit; valid during the call only
         */
        void see(int tensor, Ints shape, FloatBuffer values);
    }
}
