// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a .tflite model on all examples of a data set. */
public final class Inference {
    private Inference() {}

    /**
     * Runs the model in a file; else as {@link #predict(TfliteModel, Dataset, InterpreterOptions)}.
     *
     * @throws IOException if the file cannot be read
     */
    public static Predictions predict(Path file, Dataset data, InterpreterOptions options) throws IOException {
        return predict(TfliteModel.read(file), data, options);
    }

    /**
     * What the model answers for each example, dequantized where the model is quantized; see {@link Evaluation} for how examples are
     * fed.
     *
     * @throws InterpreterException if the runtime refuses the model, or the data set's examples do not fit its one input
     */
    public static Predictions predict(TfliteModel model, Dataset data, InterpreterOptions options) {
        return predict(model, data, options, ProgressListener.NONE);
    }

    /**
     * The same.
     *
     * @param progress counts examples, not bytes
     */
    public static Predictions predict(
            TfliteModel model, Dataset data, InterpreterOptions options, ProgressListener progress) {
        return predict(new DatasetPass(model, data, options, Evaluation.BATCH, progress));
    }

    /**
     * The same.
     *
     * @param batch examples that are run at once where the model allows it, 1 or more
     */
    public static Predictions predict(TfliteModel model, Dataset data, InterpreterOptions options, int batch) {
        return predict(new DatasetPass(model, data, options, batch, ProgressListener.NONE));
    }

    private static Predictions predict(DatasetPass pass) {
        List<float[]> parts = pass.run(Inference::collect);
        float[] numbers = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int offset = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, numbers, offset, part.length);
            offset += part.length;
        }
        int size = pass.data().size();
        return Predictions.of(size == 0 ? 1 : numbers.length / size, numbers);
    }

    private static float[] collect(BatchFeed feed, int from, int to) {
        int width = feed.width();
        float[] numbers = new float[Math.multiplyExact(to - from, width)];
        feed.each(
                from,
                to,
                (first, count, outputs, targets) ->
                        System.arraycopy(outputs, 0, numbers, (first - from) * width, count * width));
        return numbers;
    }
}
