// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.train.history.Metrics;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Loss and accuracy over the batches so far, each batch counting by its size.
 *
 * @param losses the sum over the examples
 * @param accuracies the sum over the examples
 * @param knowsAccuracy whether every batch had one
 * @param outputs likewise of each of several outputs
 */
public record RunningMean(
        double losses, double accuracies, long examples, boolean knowsAccuracy, Map<String, RunningMean> outputs) {
    /** Over no batch yet. */
    public static final RunningMean NOTHING = new RunningMean(0, 0, 0, true, Map.of());

    /** The same with a batch of that many examples. */
    public RunningMean plus(Metrics batch, int size) {
        Map<String, RunningMean> each = new LinkedHashMap<>();
        batch.outputs()
                .forEach((output, metrics) ->
                        each.put(output, outputs.getOrDefault(output, NOTHING).plus(metrics, size)));
        return new RunningMean(
                losses + batch.loss() * size,
                accuracies + batch.accuracy().orElse(0) * size,
                examples + size,
                knowsAccuracy && batch.accuracy().isPresent(),
                each);
    }

    public Metrics value() {
        Map<String, Metrics> each = new LinkedHashMap<>();
        outputs.forEach((output, mean) -> each.put(output, mean.value()));
        return new Metrics(
                losses / examples,
                knowsAccuracy ? OptionalDouble.of(accuracies / examples) : OptionalDouble.empty(),
                each);
    }
}
