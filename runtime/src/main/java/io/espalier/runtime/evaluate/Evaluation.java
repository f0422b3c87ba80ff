// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Ending;
import io.espalier.data.Task.Scores;
import io.espalier.data.Tasks;
import io.espalier.lite.Graph;
import io.espalier.lite.operator.GraphEnding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a .tflite model does on a data set.
 *
 * <p>The data set's scaling is applied; inputs and outputs of quantized models are quantized and dequantized as their tensors say.
 * Features of shape (28, 28) may be fed to an input of shape (N, 28, 28, 1), as long as the numbers of elements agree.
 *
 * @param model the model's name, for most the path of its file
 * @param dataset the data set's name
 * @param scores how good the answers are, and what they are for
 * @param time from opening the interpreters to the last answer, reading the examples included
 */
public record Evaluation(String model, String dataset, Scores scores, Duration time) {
    // measured: larger batches leave the processor's caches, smaller ones cost more calls
    static final int BATCH = 32;

    /**
     * Evaluates the model in a file; else as {@link #run(TfliteModel, Dataset, InterpreterOptions)}.
     *
     * @throws IOException if the file cannot be read
     */
    public static Evaluation run(Path file, Dataset data, InterpreterOptions options) throws IOException {
        return run(TfliteModel.read(file), data, options);
    }

    /**
     * Evaluates on all examples, on as many threads as the options say, each with an interpreter of its own. What the model is for is derived from its
     * last operator and the labels.
     *
     * @throws Task.MismatchException if model and labels contradict each other
     * @throws InterpreterException if the runtime refuses the model, or the data set's examples do not fit its inputs; if the model has several
     *     outputs
     * @throws io.espalier.base.EspalierException.Interrupted if the thread is interrupted
     */
    public static Evaluation run(TfliteModel model, Dataset data, InterpreterOptions options) {
        return run(model, data, options, ProgressListener.NONE);
    }

    /**
     * The same.
     *
     * @param progress counts examples, not bytes
     */
    public static Evaluation run(
            TfliteModel model, Dataset data, InterpreterOptions options, ProgressListener progress) {
        return run(DatasetPass.ofOnlyOutput(model, data, options, BATCH, progress));
    }

    /**
     * The same for outputs whose tasks are known, in one pass over the examples.
     *
     * @param tasks by the names of outputs, each one of {@link io.espalier.lite.Graph#outputNames}
     * @return by these names, in their order; the time of each is that of the pass
     * @throws InterpreterException if there is no such output
     * @throws io.espalier.data.DataFormatException if one of several outputs has no label
     */
    public static Map<String, Evaluation> run(
            TfliteModel model, Tasks tasks, Dataset data, InterpreterOptions options, ProgressListener progress) {
        List<Integer> places = tasks.byOutput().keySet().stream()
                .map(output -> place(model, output))
                .toList();
        return run(new DatasetPass(model, places, data, options, BATCH, progress), tasks);
    }

    /**
     * What an output is for, as far as its last operator shows: softmax, sigmoid, or another one.
     *
     * @param output its name, one of {@link io.espalier.lite.Graph#outputNames}
     * @throws InterpreterException if there is no such output
     */
    public static Task.Output output(TfliteModel model, String output) {
        return output(model.graph(), place(model, output));
    }

    private static Task.Output output(Graph graph, int place) {
        GraphEnding ending = GraphEnding.of(graph, place);
        List<Integer> shape = graph.main().tensor(graph.main().outputs().get(place)).shape().stream()
                .boxed()
                .toList();
        int numbers = 1;
        for (int size : shape.size() < 2 ? shape : shape.subList(1, shape.size())) {
            numbers *= Math.max(1, size);
        }
        return Task.Output.of(
                ending.is(BuiltinOperator.SOFTMAX)
                        ? Ending.SOFTMAX
                        : ending.is(BuiltinOperator.LOGISTIC) ? Ending.SIGMOID : Ending.OTHER,
                numbers);
    }

    private static int place(TfliteModel model, String output) {
        List<String> names = model.graph().outputNames();
        if (!names.contains(output)) {
            throw new InterpreterException(
                    model.name() + ": has no output '" + output + "'; it has " + String.join(", ", names));
        }
        return names.indexOf(output);
    }

    static Evaluation run(DatasetPass pass) {
        Task.Output output = output(pass.model().graph(), pass.outputs().get(0));
        Task task = Task.of(output, Choice.NONE, pass.data());
        String name = pass.model().graph().outputNames().get(pass.outputs().get(0));
        return run(pass, new Tasks(Map.of(name, task), Map.of()))
                .values()
                .iterator()
                .next();
    }

    private static Map<String, Evaluation> run(DatasetPass pass, Tasks tasks) {
        long start = System.nanoTime();
        List<Predictions> predictions = Inference.predict(pass);
        Map<String, Scores> scores = new LinkedHashMap<>();
        tasks.byOutput()
                .forEach((output, task) -> scores.put(
                        output, task.scores(predictions.get(scores.size()), tasks.labelOf(output, pass.data()))));
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        Map<String, Evaluation> all = new LinkedHashMap<>();
        scores.forEach((output, found) ->
                all.put(output, new Evaluation(pass.model().name(), pass.data().name(), found, time)));
        return Collections.unmodifiableMap(all);
    }
}
