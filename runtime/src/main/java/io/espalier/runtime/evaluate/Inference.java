// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a .tflite model on all examples of a data set. */
public final class Inference {
    private Inference() {}

    /**
     * What the model answers for each example, dequantized where the model is quantized; see {@link Evaluation#of} for how examples are
     * fed and what can go wrong.
     *
     * @throws IOException if the model's file cannot be read
     */
    public static Predictions predict(Path model, Dataset data, InterpreterOptions options) throws IOException {
        return predict(model, data, options, ProgressListener.NONE);
    }

    /**
     * The same.
     *
     * @param progress hears of examples where others hear of bytes
     */
    public static Predictions predict(Path model, Dataset data, InterpreterOptions options, ProgressListener progress)
            throws IOException {
        return predict(new DatasetPass(model, data, options, Evaluation.BATCH, progress), data);
    }

    public static Predictions predict(Path model, Dataset data, InterpreterOptions options, int batch)
            throws IOException {
        return predict(new DatasetPass(model, data, options, batch, ProgressListener.NONE), data);
    }

    private static Predictions predict(DatasetPass pass, Dataset data) throws IOException {
        List<float[]> parts = pass.run(Inference::collect);
        float[] numbers = new float[parts.stream().mapToInt(part -> part.length).sum()];
        int offset = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, numbers, offset, part.length);
            offset += part.length;
        }
        return Predictions.of(data.size() == 0 ? 1 : numbers.length / data.size(), numbers);
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
