// SPDX-License-Identifier: Apache-2.0
package io.espalier.spark;

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
import java.util.List;
import java.util.Map;
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
     * @param tasks how many, 1 or more; with more tasks than batches, some have nothing to do
     * @throws IllegalArgumentException if that is less than 1
     */
    public static Evaluation run(TfliteModel model, SparkData data, int tasks) {
        if (tasks < 1) {
            throw new IllegalArgumentException("an evaluation needs at least 1 task, not " + tasks);
        }
        if (model.graph().outputNames().size() != 1) {
            throw new InterpreterException(model.name() + ": has several outputs, "
                    + String.join(", ", model.graph().outputNames()) + "; evaluate it on one machine");
        }
        long start = System.nanoTime();
        Dataset examples = data.here();
        String output = model.graph().outputNames().get(0);
        Task task = Task.of(Evaluation.output(model, output), Choice.NONE, examples);
        Tasks only = new Tasks(Map.of(output, task), Map.of());
        Predictions answers = answers(model, data, examples, tasks);
        Task.Scores scores = task.scores(answers, only.labelOf(output, examples));
        return new Evaluation(model.name(), examples.name(), scores, Duration.ofNanos(System.nanoTime() - start));
    }

    private static Predictions answers(TfliteModel model, SparkData data, Dataset examples, int tasks) {
        JavaSparkContext spark = data.spark();
        Broadcast<SharedModel> sent = spark.broadcast(SharedModel.of(model));
        Broadcast<? extends SparkData.Shared> shared = data.shared();
        WholeBatches cuts = WholeBatches.of(examples.size(), tasks);
        try {
            return joined(Jobs.run(
                    spark,
                    "Evaluating " + model.name(),
                    () -> Jobs.parts(spark, cuts.parts())
                            .map(part -> Inference.predict(
                                    sent.value().here(),
                                    cuts.slice(shared.value().here(), part),
                                    InterpreterOptions.DEFAULTS))
                            .collect()));
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
