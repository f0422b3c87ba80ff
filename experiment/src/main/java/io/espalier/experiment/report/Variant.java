// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.base.Provenance;
import io.espalier.data.Predictions;
import io.espalier.experiment.measure.Measurement;
import io.espalier.runtime.measure.Benchmark;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One form of the model, as a file, and what was measured of it.
 *
 * @param name the file's name
 * @param bytes its size
 * @param gzipBytes its size after gzip
 * @param accuracy on the test examples, from 0 to 1
 * @param latencyMicros median time of one example on one thread in the TFLite runtime; null for a file that does not run there
 * @param latencyP95Micros the time that 95 of 100 runs stay below; null likewise
 * @param arenaBytes what TFLite's memory planner gives activations of one example with its plain kernels; null likewise
 * @param sparsity the share of its kernels' values that are zero, from 0 to 1
 * @param distinct how many different values its largest kernel has
 * @param agreement the share of test examples on which it names the same class as the baseline in TensorFlow; null for the baseline
 * @param maxDifference the largest difference of any output from the baseline's; null for the baseline
 * @param evaluationSeconds how long all test examples took
 */
@JsonPropertyOrder({
    "name",
    "bytes",
    "gzipBytes",
    "accuracy",
    "latencyMicros",
    "latencyP95Micros",
    "arenaBytes",
    "sparsity",
    "distinct",
    "agreement",
    "maxDifference",
    "evaluationSeconds",
    "sha256",
    "provenance"
})
public record Variant(
        String name,
        long bytes,
        long gzipBytes,
        double accuracy,
        @Nullable Double latencyMicros,
        @Nullable Double latencyP95Micros,
        @Nullable Long arenaBytes,
        double sparsity,
        int distinct,
        @Nullable Double agreement,
        @Nullable Double maxDifference,
        double evaluationSeconds,
        String sha256,
        Provenance provenance) {
    /** @param baseline that the figures are compared with; null for the baseline, and for other files of Keras */
    public static Variant of(String name, Measurement measured, @Nullable Measurement baseline, Provenance provenance) {
        Optional<Benchmark> speed = measured.speed();
        OptionalLong arena = speed.map(Benchmark::arenaBytes).orElse(OptionalLong.empty());
        Predictions predictions = measured.predictions();
        return new Variant(
                name,
                measured.bytes(),
                measured.gzipBytes(),
                Objects.requireNonNull(measured.accuracy(), "variants are measured on labelled examples"),
                speed.map(figures -> figures.latency().median()).orElse(null),
                speed.map(figures -> figures.latency().p95()).orElse(null),
                arena.isPresent() ? (Long) arena.getAsLong() : null,
                measured.sparsity(),
                measured.distinct(),
                baseline == null
                        ? null
                        : (Double) ((double) predictions.agreement(baseline.predictions()) / predictions.size()),
                baseline == null ? null : (Double) (double) predictions.maxDifference(baseline.predictions()),
                measured.evaluationSeconds(),
                measured.sha256(),
                provenance);
    }
}
