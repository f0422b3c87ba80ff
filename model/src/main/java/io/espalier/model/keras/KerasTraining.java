// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a model was trained: the arguments of Keras's {@code compile}, and the state of the optimizer.
 *
 * @param loss Keras's name, such as {@code sparse_categorical_crossentropy}; empty if there is none, or several
 * @param fromLogits whether the loss takes the output of the model as logits
 * @param metrics the names of the metrics
 */
public record KerasTraining(
        Optional<String> loss, boolean fromLogits, List<String> metrics, Optional<OptimizerState> optimizer) {
    public KerasTraining {
        Objects.requireNonNull(loss, "loss");
        Objects.requireNonNull(optimizer, "optimizer");
        metrics = List.copyOf(metrics);
    }

    /**
     * An optimizer with its settings and state.
     *
     * @param name Keras's name, such as {@code adam}
     * @param settings numeric settings by their names in Keras 3, such as {@code learning_rate}; a flag is 1 or 0
     * @param iterations the number of steps taken
     * @param slots the state of each trained weight: {@code conv2d/kernel/m} and {@code conv2d/kernel/v} for Adam, {@code
     *     .../momentum} for SGD, {@code .../velocity} and {@code .../momentum} for RMSprop; empty if the file does not say
     */
    public record OptimizerState(String name, Map<String, Double> settings, long iterations, Weights slots) {
        public OptimizerState {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(slots, "slots");
            settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        }

        /** A setting, or the given default if the file does not have it. */
        public double setting(String setting, double otherwise) {
            return settings.getOrDefault(setting, otherwise);
        }
    }
}
