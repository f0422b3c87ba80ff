// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Loss and accuracy of a model on some examples.
 *
 * @param loss the mean over the examples; of several outputs the weighted sum
 * @param accuracy the share of correct predictions, from 0 to 1; empty for losses without classes, such as the mean squared error, and for several
 *     outputs together
 * @param outputs loss, without its weight, and accuracy of each of several outputs, by their names; empty for one output
 */
public record Metrics(double loss, OptionalDouble accuracy, Map<String, Metrics> outputs) {
    /** The metrics of a model of one output. */
    public Metrics(double loss, OptionalDouble accuracy) {
        this(loss, accuracy, Map.of());
    }

    public Metrics {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** All figures by Keras's names: {@code loss}, {@code accuracy}; of several outputs {@code loss}, {@code age_loss}, {@code sex_accuracy} and so on. */
    public Map<String, Double> byName() {
        Map<String, Double> named = new LinkedHashMap<>();
        named.put("loss", loss);
        accuracy.ifPresent(value -> named.put("accuracy", value));
        named.putAll(outputsByName());
        return named;
    }

    /** Of these figures those of each of several outputs: {@code age_loss}, {@code sex_accuracy} and so on. */
    public Map<String, Double> outputsByName() {
        Map<String, Double> named = new LinkedHashMap<>();
        outputs.forEach(
                (output, metrics) -> metrics.byName().forEach((name, value) -> named.put(output + "_" + name, value)));
        return named;
    }
}
