// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An optimizer and its state.
 *
 * @param name Keras's name, such as {@code adam}
 * @param settings those that are numbers, by Keras's present names, such as {@code learning_rate}; a flag is 1 or 0
 * @param iterations how many steps it took
 * @param slots what it keeps for each weight that is trained: {@code conv2d/kernel/m} and {@code conv2d/kernel/v} for Adam, {@code
 *     .../momentum} for SGD, {@code .../velocity} and {@code .../momentum} for RMSprop; empty if the file does not say
 */
public record KerasOptimizer(String name, Map<String, Double> settings, long iterations, Weights slots) {
    public KerasOptimizer {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** A setting, or what it is in Keras if nobody says so. */
    public double setting(String setting, double otherwise) {
        return settings.getOrDefault(setting, otherwise);
    }
}
