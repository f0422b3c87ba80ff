// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** What a .tflite model answers for each example of a data set: a row of numbers, dequantized where the model is quantized. */
public final class Predictions {
    private final int size;
    private final int width;
    private final float[] numbers;

    private Predictions(int size, int width, float[] numbers) {
        this.size = size;
        this.width = width;
        this.numbers = numbers;
    }

    /**
     * Runs all examples; see {@link Evaluation#of} for how they are fed and what can go wrong.
     *
     * @throws IOException if the model's file cannot be read
     */
    public static Predictions of(Path model, Dataset data, InterpreterOptions options) throws IOException {
        return of(model, data, options, Evaluation.BATCH);
    }

    static Predictions of(Path model, Dataset data, InterpreterOptions options, int batch) throws IOException {
        List<float[]> parts = new DatasetPass(model, data, options, batch).run(Predictions::collect);
        int total = parts.stream().mapToInt(part -> part.length).sum();
        float[] numbers = new float[total];
        int offset = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, numbers, offset, part.length);
            offset += part.length;
        }
        return new Predictions(data.size(), data.size() == 0 ? 0 : total / data.size(), numbers);
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

    /** How many examples there are. */
    public int size() {
        return size;
    }

    /** How many numbers each example has. */
    public int width() {
        return width;
    }

    /** The numbers of one example; a copy. */
    public float[] row(int example) {
        Objects.checkIndex(example, size);
        return Arrays.copyOfRange(numbers, example * width, (example + 1) * width);
    }

    /** The most probable class of one example; of rows of one number, 1 above 0.5. -1 if all numbers are NaN. */
    public int predictedClass(int example) {
        return ClassLabels.predicted(numbers, Objects.checkIndex(example, size) * width, width);
    }

    /** On how many examples the two say the same class. */
    public int agreement(Predictions other) {
        checkSameShape(other);
        int same = 0;
        for (int i = 0; i < size; i++) {
            same += predictedClass(i) == other.predictedClass(i) ? 1 : 0;
        }
        return same;
    }

    /** The greatest difference of two numbers in the same place; NaN if one is NaN. */
    public float maxDifference(Predictions other) {
        checkSameShape(other);
        float greatest = 0;
        for (int i = 0; i < numbers.length; i++) {
            greatest = Math.max(greatest, Math.abs(numbers[i] - other.numbers[i]));
        }
        return greatest;
    }

    private void checkSameShape(Predictions other) {
        if (size != other.size || width != other.width) {
            throw new IllegalArgumentException("predictions of shape (" + size + ", " + width
                    + ") cannot be compared with those of shape (" + other.size + ", " + other.width + ")");
        }
    }
}
