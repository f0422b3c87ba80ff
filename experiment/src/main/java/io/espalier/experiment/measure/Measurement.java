// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.measure;

import io.espalier.base.ProgressListener;
import io.espalier.base.internal.Sha256;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Scores;
import io.espalier.data.Tasks;
import io.espalier.experiment.statistics.Gzip;
import io.espalier.model.Model;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.train.Evaluator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The figures of one model file, taken from its bytes in memory.
 *
 * @param bytes the file's size
 * @param gzipBytes its size after gzip at the strongest level, which is what a download or an app store makes of it
 * @param sha256 of the file, in hexadecimal digits
 * @param sparsity the share of zeros among the values of all kernels, from 0 to 1
 * @param distinct how many different values the largest kernel has
 * @param outputs what the model answers for the examples, by the names of its outputs, in their order
 * @param judged the outputs that are judged, and what they are for; empty where there are several and none was chosen
 * @param scores how good their answers are, by their names; without those for which the examples have no labels
 * @param evaluationSeconds how long all examples took
 * @param speed latency and memory in the TFLite runtime; empty for a file that does not run there
 */
public record Measurement(
        long bytes,
        long gzipBytes,
        String sha256,
        double sparsity,
        int distinct,
        Map<String, Predictions> outputs,
        List<Judged> judged,
        Map<String, Scores> scores,
        double evaluationSeconds,
        Optional<Benchmark> speed) {
    private static final int WARM_UP_RUNS = 200;
    private static final int LEAST_RUNS = 20;
    private static final double MEASURED_SECONDS = 4;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * An output whose answers are judged.
     *
     * @param output its name
     * @param task what it is for
     * @param label the name of its label, if examples have several
     */
    public record Judged(String output, Task task, String label) {
        /** An output whose label has its name. */
        public Judged(String output, Task task) {
            this(output, task, output);
        }
    }

    public Measurement {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        judged = List.copyOf(judged);
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    /** What the model answers at the first output that is judged; empty if none is. */
    public Optional<Predictions> predictions() {
        return judged.stream().findFirst().map(Judged::output).map(outputs::get);
    }

    /**
     * Measures a Keras file in TensorFlow.
     *
     * @param file the bytes that hold the model
     * @param tasks what its outputs are for
     */
    public static Measurement ofKeras(ByteBuffer file, Model model, Tasks tasks, Dataset examples, int threads) {
        long start = System.nanoTime();
        List<Judged> judged = judged(model.outputs(), tasks);
        Map<String, Predictions> outputs = new LinkedHashMap<>();
        try (Evaluator evaluator = Evaluator.of(model, threads)) {
            evaluator
                    .predictAll(examples)
                    .forEach((output, answers) -> outputs.put(
                            output, Predictions.of(model.outputShape(output).elements(), answers.toArray())));
        }
        return of(file, KernelFigures.of(model), outputs, judged, examples, secondsSince(start), Optional.empty());
    }

    /**
     * The outputs of a form of a model, each with its task, which are in the same order.
     *
     * @param outputs the names that the outputs have in this form
     */
    public static List<Judged> judged(List<String> outputs, Tasks tasks) {
        List<Judged> judged = new ArrayList<>();
        tasks.byOutput().forEach((label, task) -> judged.add(new Judged(outputs.get(judged.size()), task, label)));
        return judged;
    }

    /**
     * Measures a .tflite file in the TFLite runtime. The output of a model with only one is judged; what it is for is derived from its
     * last operator and the labels.
     *
     * @param threads that share the examples; latency is always that of one
     * @param mostRuns how often a model is run for its latency; large ones are run as often as takes some seconds
     * @param progress counts examples, not bytes
     * @throws io.espalier.runtime.InterpreterException if the runtime refuses the model, or the model the examples
     */
    public static Measurement ofTflite(
            TfliteModel model, Dataset examples, int threads, int mostRuns, ProgressListener progress) {
        List<String> outputs = model.graph().outputNames();
        List<Judged> judged = outputs.size() == 1
                ? List.of(new Judged(
                        outputs.get(0), Task.of(Evaluation.output(model, outputs.get(0)), Choice.NONE, examples)))
                : List.of();
        return ofTflite(model, judged, examples, threads, mostRuns, progress);
    }

    /** The same; judges the given outputs, or none. */
    public static Measurement ofTflite(
            TfliteModel model,
            List<Judged> judged,
            Dataset examples,
            int threads,
            int mostRuns,
            ProgressListener progress) {
        long start = System.nanoTime();
        Map<String, Predictions> outputs =
                Inference.predictAll(model, examples, InterpreterOptions.DEFAULTS.withThreads(threads), progress);
        double seconds = secondsSince(start);
        int runs = (int) Math.max(LEAST_RUNS, Math.min(mostRuns, MEASURED_SECONDS * examples.size() / seconds));
        Benchmark speed = Benchmark.run(model, InterpreterOptions.DEFAULTS, Math.min(WARM_UP_RUNS, runs), runs);
        return of(
                model.bytes(), KernelFigures.of(model.graph()), outputs, judged, examples, seconds, Optional.of(speed));
    }

    private static Measurement of(
            ByteBuffer file,
            KernelFigures kernels,
            Map<String, Predictions> outputs,
            List<Judged> judged,
            Dataset examples,
            double seconds,
            Optional<Benchmark> speed) {
        Map<String, Scores> scores = new LinkedHashMap<>();
        for (Judged one : judged) {
            Predictions answers = Objects.requireNonNull(outputs.get(one.output()), one.output());
            examples.label(one.label())
                    .filter(labelled -> labelled.targets().elements() > 0)
                    .ifPresent(labelled -> scores.put(one.output(), one.task().scores(answers, labelled)));
        }
        return new Measurement(
                file.remaining(),
                Gzip.size(file),
                Sha256.of(file),
                kernels.sparsity(),
                kernels.distinct(),
                outputs,
                judged,
                scores,
                seconds,
                speed);
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }
}
