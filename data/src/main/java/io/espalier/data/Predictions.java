// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** What a model answers for each example of a data set, in order: a row of numbers, whoever ran the model. */
public final class Predictions {
    private final int width;
    private final float[] numbers;

    private Predictions(int width, float[] numbers) {
        this.width = width;
        this.numbers = numbers;
    }

    /**
     * Predictions of a copy of these numbers, row after row.
     *
     * @param width how many numbers each example has
     */
    public static Predictions of(int width, float... numbers) {
        if (width < 1 || numbers.length % width != 0) {
            throw new IllegalArgumentException("cannot split " + numbers.length + " numbers into rows of " + width);
        }
        return new Predictions(width, numbers.clone());
    }

    /** How many examples there are. */
    public int size() {
        return numbers.length / width;
    }

    /** How many numbers each example has. */
    public int width() {
        return width;
    }

    /** The numbers of one example; a copy. */
    public float[] row(int example) {
        Objects.checkIndex(example, size());
        return Arrays.copyOfRange(numbers, example * width, (example + 1) * width);
    }

    /** The class that the numbers of one example name, see {@link ClassLabels#predicted}. */
    public int predictedClass(int example) {
        return ClassLabels.predicted(numbers, Objects.checkIndex(example, size()) * width, width);
    }

    /**
     * How many classes are right.
     *
     * @param dataset whose examples these are the predictions for
     */
    public Accuracy accuracy(Dataset dataset) {
        if (dataset.size() != size()) {
            throw new IllegalArgumentException(
                    size() + " predictions do not match the " + dataset.size() + " examples of " + dataset.name());
        }
        ByteBuffer features = ByteBuffer.allocate(dataset.features().bytes()).order(ByteOrder.nativeOrder());
        ByteBuffer targets = ByteBuffer.allocate(dataset.targets().bytes()).order(ByteOrder.nativeOrder());
        Accuracy accuracy = Accuracy.NONE;
        for (int i = 0; i < size(); i++) {
            dataset.read(new int[] {i}, 0, 1, features.clear(), targets.clear());
            accuracy = accuracy.add(predictedClass(i) == ClassLabels.target(dataset.targets(), targets.flip()));
        }
        return accuracy;
    }

    /** On how many examples the two name the same class. */
    public int agreement(Predictions other) {
        checkSameShape(other);
        int same = 0;
        for (int i = 0; i < size(); i++) {
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

    /** How far these are from others, which are expected. */
    public Deviation deviation(Predictions expected) {
        checkSameShape(expected);
        return Deviation.NONE.add(expected.numbers, numbers, 0, numbers.length);
    }

    private void checkSameShape(Predictions other) {
        if (size() != other.size() || width != other.width) {
            throw new IllegalArgumentException("predictions of shape (" + size() + ", " + width
                    + ") cannot be compared with those of shape (" + other.size() + ", " + other.width + ")");
        }
    }
}
