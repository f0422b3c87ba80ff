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
 * @param losses one for all outputs, or one for each; empty if there is none
 * @param metrics the names of the metrics
 */
public record KerasTraining(List<OutputLoss> losses, List<String> metrics, Optional<OptimizerState> optimizer) {
    public KerasTraining {
        losses = List.copyOf(losses);
        Objects.requireNonNull(optimizer, "optimizer");
        metrics = List.copyOf(metrics);
    }

    /**
     * The loss of an output.
     *
     * @param output the name of the output; empty if the file has one loss for all, or tells outputs apart by their order
     * @param name Keras's name, such as {@code sparse_categorical_crossentropy}; empty if the output is not trained
     * @param fromLogits whether the loss takes the output as logits
     * @param weight what it is multiplied by in the sum of all losses
     */
    public record OutputLoss(Optional<String> output, Optional<String> name, boolean fromLogits, double weight) {}

    /** The loss of a model that has only one. */
    public Optional<OutputLoss> onlyLoss() {
        return losses.size() == 1 ? Optional.of(losses.get(0)) : Optional.empty();
    }

    /**
     * The loss of an output; empty if the file has none for it.
     *
     * @param output its name
     * @param place its place among the outputs of the model, from 0
     */
    public Optional<OutputLoss> lossOf(String output, int place) {
        if (losses.size() == 1 && losses.get(0).output().isEmpty()) {
            return onlyLoss();
        }
        Optional<OutputLoss> named = losses.stream()
                .filter(loss -> loss.output().filter(output::equals).isPresent())
                .findFirst();
        return named.or(() -> Optional.of(losses)
                .filter(all -> place < all.size())
                .map(all -> all.get(place))
                .filter(loss -> loss.output().isEmpty()));
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
