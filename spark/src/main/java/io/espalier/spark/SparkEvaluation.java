// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Tasks;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * How well a .tflite model does on a data set, found on the executors of a cluster.
 *
 * <p>The model is sent to each executor once. Each task runs a part of the examples, whole batches, in an interpreter of one thread. The
 * answers come back, and the driver computes the scores from them in the order of the examples: they are exactly those of {@link
 * Evaluation} on one machine, whatever the metric. The driver needs 4 bytes for each number of each answer.
 */
public final class SparkEvaluation {
    private SparkEvaluation() {}

    /**
     * Evaluates on all examples, in as many tasks as run at once; else as {@link Evaluation#run(TfliteModel, Dataset, InterpreterOptions)}.
     *
     * @throws Task.MismatchException if model and labels contradict each other
     * @throws InterpreterException if an executor's runtime refuses the model, or the examples do not fit its inputs; if the model has several
     *     outputs
     * @throws ClusterException if the cluster fails
     */
    public static Evaluation run(TfliteModel model, SparkData data) {
        return run(model, data, data.spark().defaultParallelism());
    }

    /**
     * The same.
     *
     * @param parts how many tasks, 1 or more; with more tasks than batches, some have nothing to do
     * @throws IllegalArgumentException if that is less than 1
     */
    public static Evaluation run(TfliteModel model, SparkData data, int parts) {
        List<String> outputs = model.graph().outputNames();
        if (outputs.size() != 1) {
            throw new InterpreterException(model.name() + ": has several outputs, " + String.join(", ", outputs)
                    + "; say what they are for (Tasks)");
        }
        Task task = Task.of(Evaluation.output(model, outputs.get(0)), Choice.NONE, data.here());
        return run(model, new Tasks(Map.of(outputs.get(0), task), Map.of()), data, parts)
                .values()
                .iterator()
                .next();
    }

    /**
     * The same for outputs whose tasks are known, in one pass over the examples; else as {@link Evaluation#run(TfliteModel, Tasks, Dataset,
     * InterpreterOptions, io.espalier.base.ProgressListener)}.
     *
     * @param tasks by the names of outputs, each one of {@link io.espalier.lite.Graph#outputNames}
     * @return by these names, in their order; the time of each is that of the pass
     * @throws InterpreterException if there is no such output
     * @throws io.espalier.data.DataFormatException if one of several outputs has no label
     */
    public static Map<String, Evaluation> run(TfliteModel model, Tasks tasks, SparkData data) {
        return run(model, tasks, data, data.spark().defaultParallelism());
    }

    /**
     * The same.
     *
     * @param parts how many tasks of the cluster, 1 or more
     * @throws IllegalArgumentException if that is less than 1
     */
    public static Map<String, Evaluation> run(TfliteModel model, Tasks tasks, SparkData data, int parts) {
        if (parts < 1) {
            throw new IllegalArgumentException("an evaluation needs at least 1 task, not " + parts);
        }
        long start = System.nanoTime();
        Dataset examples = data.here();
        List<String> outputs = List.copyOf(tasks.byOutput().keySet());
        for (String output : outputs) {
            // What is wrong is told before anything is sent.
            Evaluation.output(model, output);
            tasks.labelOf(output, examples);
        }
        List<Map<String, Predictions>> answers = answers(model, outputs, data, examples, parts);
        Map<String, Task.Scores> scores = new LinkedHashMap<>();
        for (String output : outputs) {
            Predictions all = joined(answers.stream()
                    .map(part -> Objects.requireNonNull(part.get(output), output))
                    .toList());
            scores.put(output, task(tasks, output).scores(all, tasks.labelOf(output, examples)));
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Map<String, Evaluation> all = new LinkedHashMap<>();
        scores.forEach((output, found) -> all.put(output, new Evaluation(model.name(), examples.name(), found, time)));
        return Collections.unmodifiableMap(all);
    }

    private static Task task(Tasks tasks, String output) {
        return Objects.requireNonNull(tasks.byOutput().get(output), output);
    }

    private static List<Map<String, Predictions>> answers(
            TfliteModel model, List<String> outputs, SparkData data, Dataset examples, int parts) {
        JavaSparkContext spark = data.spark();
        Broadcast<SharedModel> sent = spark.broadcast(SharedModel.of(model));
        Broadcast<? extends SparkData.Shared> shared = data.shared();
        WholeBatches cuts = WholeBatches.of(examples.size(), parts);
        try {
            return Jobs.run(
                    spark,
                    "Evaluating " + model.name(),
                    () -> Jobs.parts(spark, cuts.parts())
                            .map(part -> {
                                Map<String, Predictions> all = new LinkedHashMap<>(Inference.predictAll(
                                        sent.value().here(),
                                        cuts.slice(shared.value().here(), part),
                                        InterpreterOptions.DEFAULTS,
                                        ProgressListener.NONE));
                                all.keySet().retainAll(outputs);
                                return all;
                            })
                            .collect());
        } finally {
            sent.destroy();
        }
    }

    private static Predictions joined(List<Predictions> parts) {
        int width = parts.get(0).width();
        int size = parts.stream().mapToInt(Predictions::size).sum();
        float[] numbers = new float[Math.multiplyExact(size, width)];
        int next = 0;
        for (Predictions part : parts) {
            for (int i = 0; i < part.size(); i++) {
                System.arraycopy(part.row(i), 0, numbers, next, width);
                next += width;
            }
        }
        return Predictions.of(width, numbers);
    }
}
