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
import io.espalier.bench.board.CmsisNnCalls;
import io.espalier.bench.board.Microcontroller;
import io.espalier.bench.golden.GoldenCalibration;
import io.espalier.bench.golden.GoldenComparison;
import io.espalier.bench.golden.MlperfTinyComparison;
import io.espalier.bench.images.ImageFeeding;
import io.espalier.bench.images.ImageReading;
import io.espalier.bench.lite.CalibrationSpeed;
import io.espalier.bench.lite.ColdConversion;
import io.espalier.bench.lite.ConversionTime;
import io.espalier.bench.lite.FilterPruningLatency;
import io.espalier.bench.lite.FormAgreement;
import io.espalier.bench.lite.FormLatency;
import io.espalier.bench.lite.Improvements;
import io.espalier.bench.lite.KernelTimes;
import io.espalier.bench.lite.QuantizationTime;
import io.espalier.bench.lite.RecurrentLatency;
import io.espalier.bench.lite.SensitivityPass;
import io.espalier.bench.lite.SparseLatency;
import io.espalier.bench.process.Processes;
import io.espalier.bench.recipe.RecipeAccuracy;
import io.espalier.bench.recipe.SearchTree;
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
                    "time of an epoch: the trainer against a plain session loop",
                    EpochAgainstPlainLoop::run),
            of(
                    "quantization-step",
                    "[EPOCHS [THREADS]]",
                    "time of a training step: quantization-aware against float",
                    QuantizationStep::run),
            of(
                    "pruning-epoch",
                    "[ROUNDS [THREADS [FREQUENCY]]]",
                    "time of an epoch: with pruning against without",
                    PruningEpoch::run),
            of(
                    "clustering-epoch",
                    "[ROUNDS [THREADS [CLUSTERS]]]",
                    "time of an epoch: clustered against float",
                    ClusteringEpoch::run),
            of(
                    "epoch-accuracy",
                    "[SEEDS]",
                    "accuracy of the MNIST lab's network after one epoch at two learning rates",
                    EpochAccuracy::run),
            of(
                    "quantization-accuracy",
                    "[SEEDS]",
                    "accuracy on MNIST: quantization-aware training against float",
                    QuantizationAccuracy::run),
            of(
                    "distillation-accuracy",
                    "[SEEDS]",
                    "accuracy on MNIST: a distilled student against one trained on labels only",
                    DistillationAccuracy::run),
            of(
                    "feature-matching",
                    "[SEEDS [WEIGHT]]",
                    "accuracy on MNIST: distillation with features against outputs only",
                    FeatureMatching::run),
            of(
                    "clustering-accuracy",
                    "[SEEDS]",
                    "accuracy on MNIST for initializations and numbers of clusters",
                    ClusteringAccuracy::run),
            of(
                    "pruned-filters-accuracy",
                    "[SEEDS]",
                    "accuracy on MNIST: half of the filters removed against the whole network",
                    PrunedFiltersAccuracy::run),
            of(
                    "recipe-accuracy",
                    "[EXAMPLES [EPOCHS]]",
                    "every recipe on a small network of each kind: .tflite files against their .h5 files",
                    RecipeAccuracy::run),
            of(
                    "search-tree",
                    "[EXAMPLES [EPOCHS]]",
                    "time of a grid of 36 recipes: one search against each recipe by itself; and the bytes",
                    SearchTree::run),
            of(
                    "logits",
                    "[SEEDS]",
                    "logits on MNIST: the TFLite runtime against TensorFlow",
                    LogitsAgainstTensorFlow::run),
            of("golden-comparison", "[ROUNDS]", "our files against Google's: bytes and latency", GoldenComparison::run),
            of(
                    "golden-calibration",
                    "",
                    "scales and outputs of our calibration against Google's",
                    GoldenCalibration::run),
            of(
                    "mlperf-tiny",
                    "[ROUNDS]",
                    "our int8 files against the published ones of MLPerf Tiny; needs espalier.assets",
                    MlperfTinyComparison::run),
            of(
                    "improvements",
                    "MODEL IMAGES [CALIBRATED [COMPARED]]",
                    "equalization, GPTQ and bias correction against plain quantization",
                    Improvements::run),
            of(
                    "calibration-speed",
                    "MODEL IMAGES [COUNT [ROUNDS]]",
                    "time of our calibration against the plain runtime, one image at a time",
                    CalibrationSpeed::run),
            of(
                    "sensitivity-pass",
                    "MODEL IMAGES [COUNT [ROUNDS [THREADS]]]",
                    "time of each layer alone in int8 and int4: behind cached activations against each variant whole",
                    SensitivityPass::run),
            of(
                    "sparse-latency",
                    "[ROUNDS [SIDE]]",
                    "bytes and latency: sparse against dense weights",
                    SparseLatency::run),
            of(
                    "kernel-times",
                    "[ROUNDS]",
                    "time of TFLite's kernels for one operator in each form, against float",
                    KernelTimes::run),
            of(
                    "form-latency",
                    "[ROUNDS]",
                    "latency of well-known networks in dynamic range, int8 and int4 weights, against float",
                    FormLatency::run),
            of(
                    "form-agreement",
                    "MODEL IMAGES [COUNT [ROUNDS]]",
                    "all forms against float: same class, bytes, latency",
                    FormAgreement::run),
            of(
                    "recurrent-latency",
                    "[ROUNDS]",
                    "recurrent layers step by step and an LSTM as one operator: bytes, parts in XNNPACK, latency",
                    RecurrentLatency::run),
            of(
                    "filter-latency",
                    "[ROUNDS]",
                    "bytes and latency: half of the filters against all; needs espalier.assets",
                    FilterPruningLatency::run),
            of(
                    "microcontroller",
                    "MODEL ... [-- FLAG ...]",
                    "generated C: flash, RAM and instructions on a Cortex-M4, latency against TFLite's plain kernels",
                    Microcontroller::run),
            of(
                    "cmsis-nn",
                    "CMSIS_NN_FOLDER MODEL ... [-- FLAG ...]",
                    "generated C that calls CMSIS-NN, from a checkout of it, against our own kernels: answers and cost on a Cortex-M4",
                    CmsisNnCalls::run),
            jmh(
                    "conversion-time",
                    "[-p network=NAME]",
                    "time to convert a model to a graph, and to the bytes of a file, in a warm process",
                    ConversionTime.class),
            jmh(
                    "quantization-time",
                    "[-p model=FILE]",
                    "time to quantize a calibrated graph, in a warm process",
                    QuantizationTime.class),
            of(
                    "cold-conversion",
                    "",
                    "time since the start of Java, and memory, to build and convert EfficientNetB0",
                    ColdConversion::run),
            of(
                    "picture-reading",
                    "FOLDER [ROUNDS [SIDE ...]]",
                    "images per second: in batches against one by one",
                    ImageReading::run),
            of(
                    "picture-feeding",
                    "FOLDER [SIDE [BATCH [ROUNDS]]]",
                    "training speed: images decoded or augmented in each epoch against images kept in memory",
                    ImageFeeding::run),
            of(
                    "processes",
                    "CHECKOUT_A CHECKOUT_B [ROUNDS] -- ARGUMENT ...",
                    "time of ./espalier in two checkouts, as whole processes",
                    Processes::checkouts),
            of(
                    "commands",
                    "[ROUNDS] -- COMMAND_A ... -- COMMAND_B ...",
                    "time of any two commands, as whole processes",
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
                        "unknown benchmark " + name + "; scripts/run-benchmark without arguments lists all"));
    }

    private static NamedBenchmark of(String name, String parameters, String about, Measurement measurement) {
        return new NamedBenchmark(name, parameters, about, measurement);
    }

    private static NamedBenchmark jmh(String name, String parameters, String about, Class<?> benchmark) {
        return new NamedBenchmark(
                name, parameters + " [JMH_OPTION ...]", about + " (JMH)", new JmhMeasurement(benchmark));
    }
}
