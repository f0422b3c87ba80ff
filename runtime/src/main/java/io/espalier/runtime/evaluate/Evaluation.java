// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Accuracy;
import io.espalier.data.ClassLabels;
import io.espalier.data.Dataset;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
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
 * @param model the model's file
 * @param dataset the data set's name
 * @param accuracy how many of the most probable classes are the targets'; of models with one output number, the class is 1 above 0.5
 * @param time from opening the file to the last answer, reading the examples included
 */
public record Evaluation(Path model, String dataset, Accuracy accuracy, Duration time) {
    // measured: larger batches leave the processor's caches, smaller ones cost more calls
    static final int BATCH = 32;

    /**
     * Evaluates on all examples, on as many threads as the options say, each with an interpreter of its own.
     *
     * @throws IOException if the model's file cannot be read
     * @throws InterpreterException if the runtime refuses the model, or the data set's examples do not fit its one input
     */
    public static Evaluation of(Path model, Dataset data, InterpreterOptions options) throws IOException {
        return of(model, data, options, ProgressListener.NONE);
    }

    /**
     * The same.
     *
     * @param progress hears of examples where others hear of bytes
     */
    public static Evaluation of(Path model, Dataset data, InterpreterOptions options, ProgressListener progress)
            throws IOException {
        return of(new DatasetPass(model, data, options, BATCH, progress), data);
    }

    static Evaluation of(Path model, Dataset data, InterpreterOptions options, int batch) throws IOException {
        return of(new DatasetPass(model, data, options, batch, ProgressListener.NONE), data);
    }

    private static Evaluation of(DatasetPass pass, Dataset data) throws IOException {
        long start = System.nanoTime();
        List<Accuracy> parts = pass.run((feed, from, to) -> count(feed, data, from, to));
        Accuracy accuracy = parts.stream().reduce(Accuracy.NONE, Accuracy::merge);
        return new Evaluation(pass.file(), data.name(), accuracy, Duration.ofNanos(System.nanoTime() - start));
    }

    private static Accuracy count(BatchFeed feed, Dataset data, int from, int to) {
        int[] correct = new int[1];
        feed.each(from, to, (first, count, outputs, targets) -> {
            for (int i = 0; i < count; i++) {
                int wanted = ClassLabels.target(data.targets(), targets);
                correct[0] += ClassLabels.predicted(outputs, i * feed.width(), feed.width()) == wanted ? 1 : 0;
            }
        });
        return new Accuracy(correct[0], to - from);
    }
}
