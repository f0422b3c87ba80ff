// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/** A model's outputs for the examples of a data set: one row of numbers per example, in the order of the data set. */
public final class Predictions implements Serializable {
    private static final long serialVersionUID = 1;

    private final int width;
    private final float[] numbers;

    private Predictions(int width, float[] numbers) {
        this.width = width;
        this.numbers = numbers;
    }

    /**
     * Predictions with a copy of these numbers, row after row.
     *
     * @param width the number of outputs per example
     * @throws IllegalArgumentException if the numbers do not fill whole rows, or the width is less than 1
     */
    public static Predictions of(int width, float... numbers) {
        if (width < 1 || numbers.length % width != 0) {
            throw new IllegalArgumentException("cannot split " + numbers.length + " numbers into rows of " + width);
        }
        return new Predictions(width, numbers.clone());
    }

    /** The number of examples. */
    public int size() {
        return numbers.length / width;
    }

    /** The number of outputs per example. */
    public int width() {
        return width;
    }

    /**
     * The outputs of one example; a copy.
     *
     * @throws IndexOutOfBoundsException if there is no such example
     */
    public float[] row(int example) {
        Objects.checkIndex(example, size());
        return Arrays.copyOfRange(numbers, example * width, (example + 1) * width);
    }

    /**
     * One output of one example.
     *
     * @throws IndexOutOfBoundsException if there is no such example
     */
    public float at(int example, int output) {
        return numbers[Objects.checkIndex(example, size()) * width + Objects.checkIndex(output, width)];
    }

    /**
     * The predicted class of one example; see {@link #classOf}.
     *
     * @throws IndexOutOfBoundsException if there is no such example
     */
    public int predictedClass(int example) {
        return classOf(numbers, Objects.checkIndex(example, size()) * width, width);
    }

    /**
     * The class that a row of outputs predicts, one output per class: the index of the largest, the first of equals. What a single output means, a {@link
     * Task} knows.
     *
     * @param offset the index of the first output of the row
     * @param width the number of outputs in the row
     * @return the class, or -1 if no output is greater than negative infinity, for example if all are NaN
     * @throws IllegalArgumentException if the row has a single output
     */
    public static int classOf(float[] outputs, int offset, int width) {
        if (width == 1) {
            throw new IllegalArgumentException(
                    "a single output does not tell classes apart; a Task says what it means");
        }
        int best = -1;
        float greatest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < width; i++) {
            if (outputs[offset + i] > greatest) {
                greatest = outputs[offset + i];
                best = i;
            }
        }
        return best;
    }

    /**
     * The accuracy on the data set that these are the predictions for; with one output per class.
     *
     * @throws IllegalArgumentException if the data set has another number of examples, or there is a single output
     */
    public Accuracy accuracy(Dataset dataset) {
        if (dataset.size() != size()) {
            throw new IllegalArgumentException(
                    size() + " predictions do not match the " + dataset.size() + " examples of " + dataset.name());
        }
        Predictions labels = Labels.of(dataset);
        Accuracy accuracy = Accuracy.NONE;
        for (int i = 0; i < size(); i++) {
            int label = labels.width == 1 ? Math.round(labels.at(i, 0)) : labels.predictedClass(i);
            accuracy = accuracy.add(predictedClass(i) == label);
        }
        return accuracy;
    }

    /**
     * The number of examples for which both predict the same class.
     *
     * @throws IllegalArgumentException if the other predictions have another shape
     */
    public int agreement(Predictions other) {
        checkSameShape(other);
        int same = 0;
        for (int i = 0; i < size(); i++) {
            same += predictedClass(i) == other.predictedClass(i) ? 1 : 0;
        }
        return same;
    }

    /**
     * The largest absolute difference between corresponding outputs; NaN if one is NaN.
     *
     * @throws IllegalArgumentException if the other predictions have another shape
     */
    public float maxDifference(Predictions other) {
        checkSameShape(other);
        float greatest = 0;
        for (int i = 0; i < numbers.length; i++) {
            greatest = Math.max(greatest, Math.abs(numbers[i] - other.numbers[i]));
        }
        return greatest;
    }

    /**
     * The deviation of these predictions from the expected ones.
     *
     * @throws IllegalArgumentException if the other predictions have another shape
     */
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

    /**
     * Classification accuracy: the share of examples whose predicted class is the right one. Immutable; counts of parts can be merged in any order.
     *
     * @param correct the number of examples classified correctly
     * @param total the number of examples
     */
    public record Accuracy(long correct, long total) {
        /** No examples yet. */
        public static final Accuracy NONE = new Accuracy(0, 0);

        public Accuracy {
            if (correct < 0 || correct > total) {
                throw new IllegalArgumentException("impossible accuracy: " + correct + " correct out of " + total);
            }
        }

        /** This with one more example. */
        public Accuracy add(boolean right) {
            return new Accuracy(correct + (right ? 1 : 0), total + 1);
        }

        /** The accuracy on the examples of both. */
        public Accuracy merge(Accuracy other) {
            return new Accuracy(correct + other.correct, total + other.total);
        }

        /** The accuracy, from 0 to 1; NaN if there are no examples. */
        public double value() {
            return total == 0 ? Double.NaN : (double) correct / total;
        }
    }

    /**
     * The deviation of actual numbers from expected ones, as running sums. Immutable; sums of parts can be merged in any order, up to rounding.
     *
     * @param count the number of pairs
     * @param signal the sum of the squares of the expected numbers
     * @param noise the sum of the squares of the differences
     * @param energy the sum of the squares of the actual numbers
     * @param product the sum of the products of expected and actual numbers
     * @param absolute the sum of the absolute differences
     * @param greatest the largest absolute difference
     */
    public record Deviation(
            long count, double signal, double noise, double energy, double product, double absolute, double greatest) {
        /** No pairs yet. */
        public static final Deviation NONE = new Deviation(0, 0, 0, 0, 0, 0, 0);

        /**
         * This with more pairs.
         *
         * @param offset the index of the first pair in both arrays
         * @param length the number of pairs
         */
        public Deviation add(float[] expected, float[] actual, int offset, int length) {
            double newSignal = 0;
            double newNoise = 0;
            double newEnergy = 0;
            double newProduct = 0;
            double newAbsolute = 0;
            double newGreatest = 0;
            for (int i = offset; i < offset + length; i++) {
                double wanted = expected[i];
                double got = actual[i];
                double difference = got - wanted;
                newSignal += wanted * wanted;
                newNoise += difference * difference;
                newEnergy += got * got;
                newProduct += wanted * got;
                newAbsolute += Math.abs(difference);
                newGreatest = Math.max(newGreatest, Math.abs(difference));
            }
            return merge(new Deviation(length, newSignal, newNoise, newEnergy, newProduct, newAbsolute, newGreatest));
        }

        /** The deviation over the pairs of both. */
        public Deviation merge(Deviation other) {
            return new Deviation(
                    count + other.count,
                    signal + other.signal,
                    noise + other.noise,
                    energy + other.energy,
                    product + other.product,
                    absolute + other.absolute,
                    Math.max(greatest, other.greatest));
        }

        /** The mean squared error; NaN if there are no pairs. */
        public double meanSquaredError() {
            return noise / count;
        }

        /** The mean absolute error; NaN if there are no pairs. */
        public double meanAbsoluteError() {
            return absolute / count;
        }

        /** The cosine similarity, from -1 to 1; 1 if all numbers are zero, 0 if only the expected or only the actual ones are. */
        public double cosine() {
            if (signal == 0 || energy == 0) {
                return signal == energy ? 1 : 0;
            }
            return product / (Math.sqrt(signal) * Math.sqrt(energy));
        }

        /** The signal-to-noise ratio, signal energy over noise energy; infinite if there is no noise. */
        public double signalToNoise() {
            return noise == 0 ? Double.POSITIVE_INFINITY : signal / noise;
        }

        /** {@link #signalToNoise()} in decibels. */
        public double signalToNoiseDecibels() {
            return 10 * Math.log10(signalToNoise());
        }
    }
}
