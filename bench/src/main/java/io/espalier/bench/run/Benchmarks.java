// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.run;

import io.espalier.bench.Measurement;
import io.espalier.bench.UsageException;
import io.espalier.bench.accuracy.ClusteringAccuracy;
import io.espalier.bench.accuracy.DistillationAccuracy;
import io.espalier.bench.accuracy.EpochAccuracy;
import io.espalier.bench.accuracy.FeatureMatching;
import io.espalier.bench.accuracy.LogitsAgainstTensorFlow;
import io.espalier.bench.accuracy.PrunedFiltersAccuracy;
import io.espalier.bench.accuracy.QuantizationAccuracy;
import io.espalier.bench.golden.GoldenCalibration;
import io.espalier.bench.golden.GoldenComparison;
import io.espalier.bench.golden.MlperfTinyComparison;
import io.espalier.bench.images.ImageFeeding;
import io.espalier.bench.images.ImageReading;
import io.espalier.bench.lite.CalibrationSpeed;
import io.espalier.bench.lite.ColdConversion;
import io.espalier.bench.lite.ConversionTime;
import io.espalier.bench.lite.FilterPruningLatency;
import io.espalier.bench.lite.Improvements;
import io.espalier.bench.lite.QuantizationTime;
import io.espalier.bench.lite.SparseLatency;
import io.espalier.bench.process.Processes;
import io.espalier.bench.training.ClusteringEpoch;
import io.espalier.bench.training.EpochAgainstPlainLoop;
import io.espalier.bench.training.PruningEpoch;
import io.espalier.bench.training.QuantizationStep;
import java.util.List;

/** The table of all benchmarks. */
final class Benchmarks {
    static final List<NamedBenchmark> ALL = List.of(
            of(
                    "epoch-time",
                    "[ROUNDS [THREADS]]",
                    "an epoch of the trainer against one of a plain session loop",
                    EpochAgainstPlainLoop::run),
            of(
                    "quantization-step",
                    "[EPOCHS [THREADS]]",
                    "a quantization-aware step against a float step",
                    QuantizationStep::run),
            of(
                    "pruning-epoch",
                    "[ROUNDS [THREADS [FREQUENCY]]]",
                    "an epoch with pruning against one without",
                    PruningEpoch::run),
            of(
                    "clustering-epoch",
                    "[ROUNDS [THREADS [CLUSTERS]]]",
                    "epochs of clustered networks against one in float",
                    ClusteringEpoch::run),
            of(
                    "epoch-accuracy",
                    "[SEEDS]",
                    "the MNIST lab's network after an epoch at two learning rates",
                    EpochAccuracy::run),
            of(
                    "quantization-accuracy",
                    "[SEEDS]",
                    "quantization-aware training against float: accuracy on MNIST",
                    QuantizationAccuracy::run),
            of(
                    "distillation-accuracy",
                    "[SEEDS]",
                    "a student taught by a teacher against one trained alone",
                    DistillationAccuracy::run),
            of(
                    "feature-matching",
                    "[SEEDS [WEIGHT]]",
                    "a student taught by features too against one taught by answers",
                    FeatureMatching::run),
            of(
                    "clustering-accuracy",
                    "[SEEDS]",
                    "initializations and numbers of clusters: accuracy on MNIST",
                    ClusteringAccuracy::run),
            of(
                    "pruned-filters-accuracy",
                    "[SEEDS]",
                    "a network without half its filters against the whole: accuracy on MNIST",
                    PrunedFiltersAccuracy::run),
            of(
                    "logits",
                    "[SEEDS]",
                    "the TFLite runtime against TensorFlow: logits on MNIST",
                    LogitsAgainstTensorFlow::run),
            of("golden-comparison", "[ROUNDS]", "our files against Google's: bytes and latency", GoldenComparison::run),
            of(
                    "golden-calibration",
                    "",
                    "our calibration against Google's: scales and answers",
                    GoldenCalibration::run),
            of(
                    "mlperf-tiny",
                    "[ROUNDS]",
                    "our int8 files against those that MLPerf Tiny published; needs espalier.assets",
                    MlperfTinyComparison::run),
            of(
                    "improvements",
                    "MODEL PICTURES [CALIBRATED [COMPARED]]",
                    "equalization, GPTQ and bias correction against plain quantization",
                    Improvements::run),
            of(
                    "calibration-speed",
                    "MODEL PICTURES [COUNT [ROUNDS]]",
                    "our calibration against the plain runtime, picture by picture",
                    CalibrationSpeed::run),
            of(
                    "sparse-latency",
                    "[ROUNDS [SIDE]]",
                    "weights stored sparse against dense: bytes and latency",
                    SparseLatency::run),
            of(
                    "filter-latency",
                    "[ROUNDS]",
                    "half the filters against all: bytes and latency; needs espalier.assets",
                    FilterPruningLatency::run),
            jmh(
                    "conversion-time",
                    "[-p network=NAME]",
                    "a model to a graph, and to a file's bytes, in a warm process",
                    ConversionTime.class),
            jmh(
                    "quantization-time",
                    "[-p model=FILE]",
                    "a calibrated graph to a quantized one, in a warm process",
                    QuantizationTime.class),
            of(
                    "cold-conversion",
                    "",
                    "EfficientNetB0 built and converted: time since the start of Java, and memory",
                    ColdConversion::run),
            of(
                    "picture-reading",
                    "FOLDER [ROUNDS [SIDE ...]]",
                    "pictures a second in batches against one by one",
                    ImageReading::run),
            of(
                    "picture-feeding",
                    "FOLDER [SIDE [BATCH [ROUNDS]]]",
                    "training on decoded or augmented pictures against held ones",
                    ImageFeeding::run),
            of(
                    "processes",
                    "CHECKOUT_A CHECKOUT_B [ROUNDS] -- ARGUMENT ...",
                    "./espalier of two checkouts as whole processes",
                    Processes::checkouts),
            of(
                    "commands",
                    "[ROUNDS] -- COMMAND_A ... -- COMMAND_B ...",
                    "any two commands as whole processes",
                    Processes::commands));

    private Benchmarks() {}

    /**
     * The benchmark of that name.
     *
     * @throws UsageException if there is none
     */
    static NamedBenchmark named(String name) {
        return ALL.stream()
                .filter(benchmark -> benchmark.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageException(
                        "there is no benchmark " + name + "; scripts/run-benchmark without arguments lists all"));
    }

    private static NamedBenchmark of(String name, String parameters, String about, Measurement measurement) {
        return new NamedBenchmark(name, parameters, about, measurement);
    }

    private static NamedBenchmark jmh(String name, String parameters, String about, Class<?> benchmark) {
        return new NamedBenchmark(
                name, parameters + " [JMH_OPTION ...]", about + " (JMH)", new JmhMeasurement(benchmark));
    }
}
