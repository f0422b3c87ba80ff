// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One form of a model, and how its answers differ from those of the first; what compares is null for the first itself.
 *
 * @param model the name of the file, with as much of its folder as tells it from the others, and a number where it is given again
 * @param accuracy on the examples, from 0 to 1; null where these have no labels
 * @param agreement the share of examples on which it names the same class as the first
 * @param maxDifference the greatest difference of two outputs in the same place
 * @param signalToNoise of the outputs, in decibels; null also where there is no noise
 * @param latencyMicros median time of one example on one thread
 * @param latencyP95Micros the time that 95 of 100 runs stay below
 * @param evaluationSeconds how long all examples took
 * @param layers inner tensors that the first has too, by name, the worst first
 */
@JsonPropertyOrder({
    "model",
    "bytes",
    "gzipBytes",
    "accuracy",
    "agreement",
    "maxDifference",
    "meanSquaredError",
    "cosine",
    "signalToNoise",
    "latencyMicros",
    "latencyP95Micros",
    "evaluationSeconds",
    "sha256",
    "layers"
})
public record ComparedModel(
        String model,
        long bytes,
        long gzipBytes,
        @Nullable Double accuracy,
        @Nullable Double agreement,
        @Nullable Double maxDifference,
        @Nullable Double meanSquaredError,
        @Nullable Double cosine,
        @Nullable Double signalToNoise,
        double latencyMicros,
        double latencyP95Micros,
        double evaluationSeconds,
        String sha256,
        List<ComparedLayer> layers) {
    public ComparedModel {
        layers = List.copyOf(layers);
    }
}
