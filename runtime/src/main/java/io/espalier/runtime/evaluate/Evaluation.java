// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Task.Ending;
import io.espalier.data.Task.Scores;
import io.espalier.lite.Graph;
import io.espalier.lite.operator.GraphEnding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

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
     * The same for one of several outputs, for a task that is known.
     *
     * @param output its name, one of {@link io.espalier.lite.Graph#outputNames}
     * @throws InterpreterException if there is no such output
     */
    public static Evaluation run(
            TfliteModel model,
            String output,
            Task task,
            Dataset data,
            InterpreterOptions options,
            ProgressListener progress) {
        return run(new DatasetPass(model, List.of(place(model, output)), data, options, BATCH, progress), task);
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
        return run(pass, Task.of(output, Choice.NONE, pass.data()));
    }

    private static Evaluation run(DatasetPass pass, Task task) {
        long start = System.nanoTime();
        Predictions predictions = Inference.predict(pass).get(0);
        Scores scores = task.scores(predictions, pass.data());
        return new Evaluation(
                pass.model().name(), pass.data().name(), scores, Duration.ofNanos(System.nanoTime() - start));
    }
}
