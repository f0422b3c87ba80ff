// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Predictions.Accuracy;
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
 * @param accuracy how many of the most probable classes are the targets'; of models with one output number, the class is 1 above 0.5
 * @param time from opening the interpreters to the last answer, reading the examples included
 */
public record Evaluation(String model, String dataset, Accuracy accuracy, Duration time) {
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
     * Evaluates on all examples, on as many threads as the options say, each with an interpreter of its own.
     *
     * @throws InterpreterException if the runtime refuses the model, or the data set's examples do not fit its one input; if the model has several
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
     * The same for one of several outputs.
     *
     * @param output its name, one of {@link io.espalier.lite.Graph#outputNames}
     * @throws InterpreterException if there is no such output
     */
    public static Evaluation run(
            TfliteModel model, String output, Dataset data, InterpreterOptions options, ProgressListener progress) {
        List<String> names = model.graph().outputNames();
        if (!names.contains(output)) {
            throw new InterpreterException(
                    model.name() + ": has no output '" + output + "'; it has " + String.join(", ", names));
        }
        return run(new DatasetPass(model, List.of(names.indexOf(output)), data, options, BATCH, progress));
    }

    static Evaluation run(DatasetPass pass) {
        long start = System.nanoTime();
        Dataset data = pass.data();
        List<Accuracy> parts = pass.run((feed, from, to) -> count(feed, data, from, to));
        Accuracy accuracy = parts.stream().reduce(Accuracy.NONE, Accuracy::merge);
        return new Evaluation(pass.model().name(), data.name(), accuracy, Duration.ofNanos(System.nanoTime() - start));
    }

    private static Accuracy count(BatchFeed feed, Dataset data, int from, int to) {
        int[] correct = new int[1];
        int width = feed.widths().get(0);
        feed.each(from, to, (first, count, outputs, targets) -> {
            for (int i = 0; i < count; i++) {
                int wanted = data.targets().readClass(targets);
                correct[0] += Predictions.classOf(outputs.get(0), i * width, width) == wanted ? 1 : 0;
            }
        });
        return new Accuracy(correct[0], to - from);
    }
}
