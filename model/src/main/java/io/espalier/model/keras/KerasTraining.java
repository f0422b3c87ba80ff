// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a model was trained, as far as its file says: what Keras's {@code compile} was given, and where the optimizer was.
 *
 * @param loss Keras's name, such as {@code sparse_categorical_crossentropy}; empty if there is none, or several
 * @param fromLogits whether the loss takes what a model puts out for logits
 * @param metrics the names of what else was measured
 */
public record KerasTraining(
        Optional<String> loss, boolean fromLogits, List<String> metrics, Optional<OptimizerState> optimizer) {
    public KerasTraining {
        metrics = List.copyOf(metrics);
    }

    /**
     * An optimizer and its state.
     *
     * @param name Keras's name, such as {@code adam}
     * @param settings those that are numbers, by Keras's present names, such as {@code learning_rate}; a flag is 1 or 0
     * @param iterations how many steps it took
     * @param slots what it keeps for each weight that is trained: {@code conv2d/kernel/m} and {@code conv2d/kernel/v} for Adam, {@code
     *     .../momentum} for SGD, {@code .../velocity} and {@code .../momentum} for RMSprop; empty if the file does not say
     */
    public record OptimizerState(String name, Map<String, Double> settings, long iterations, Weights slots) {
        public OptimizerState {
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        /** A setting, or what it is in Keras if nobody says so. */
        public double setting(String setting, double otherwise) {
            return settings.getOrDefault(setting, otherwise);
        }
    }
}
