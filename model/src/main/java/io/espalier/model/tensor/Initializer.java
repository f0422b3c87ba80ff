// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;

/** How a weight is initialized, named as in Keras. */
public enum Initializer {
    ZEROS,
    ONES,

    /**
     * Uniform within plus or minus {@code sqrt(6 / (fanIn + fanOut))}.
     *
     * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio, 2010</a>
     */
    GLOROT_UNIFORM,

    /**
     * A random matrix with orthonormal rows, or columns if there are more rows than columns.
     *
     * @see <a href="https://arxiv.org/abs/1312.6120">Saxe, McClelland and Ganguli, 2013</a>
     */
    ORTHOGONAL,

    /** Uniform from -0.05 to 0.05. */
    RANDOM_UNIFORM,

    /** The bias of an LSTM: 1 for the forget gate, the second of four equal parts, and 0 elsewhere. */
    UNIT_FORGET_BIAS;

    /** The initial value of a weight of this shape, drawn from the generator if it is random. */
    public Tensor initialize(Shape shape, RandomGenerator random) {
        return switch (this) {
            case ZEROS -> Tensor.filled(shape, 0);
            case ONES -> Tensor.filled(shape, 1);
            case GLOROT_UNIFORM -> uniform(shape, Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape))), random);
            case ORTHOGONAL -> orthogonal(shape, random);
            case RANDOM_UNIFORM -> uniform(shape, 0.05, random);
            case UNIT_FORGET_BIAS -> unitForgetBias(shape);
        };
    }

    private static Tensor uniform(Shape shape, double limit, RandomGenerator random) {
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
        }
        return Tensor.of(shape, values);
    }

    private static Tensor unitForgetBias(Shape shape) {
        float[] values = new float[shape.elements()];
        Arrays.fill(values, values.length / 4, values.length / 2, 1);
        return Tensor.of(shape, values);
    }

    private static Tensor orthogonal(Shape shape, RandomGenerator random) {
        int columns = shape.channels();
        int rows = shape.elements() / columns;
        double[][] vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), random);
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            int row = i / columns;
            int column = i % columns;
            values[i] = (float) (rows < columns ? vectors[row][column] : vectors[column][row]);
        }
        return Tensor.of(shape, values);
    }

    // Gram and Schmidt's way, one vector after the other.
    private static double[][] orthonormal(int count, int length, RandomGenerator random) {
        double[][] vectors = new double[count][];
        for (int i = 0; i < count; i++) {
            double[] vector =
                    DoubleStream.generate(random::nextGaussian).limit(length).toArray();
            for (int before = 0; before < i; before++) {
                subtract(vector, vectors[before], dot(vector, vectors[before]));
            }
            double norm = Math.sqrt(dot(vector, vector));
            vectors[i] = Arrays.stream(vector).map(number -> number / norm).toArray();
        }
        return vectors;
    }

    private static void subtract(double[] vector, double[] other, double factor) {
        for (int i = 0; i < vector.length; i++) {
            vector[i] -= factor * other[i];
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    // Keras's convention: a kernel is [receptive field..., inputs, outputs], for depthwise kernels too.
    private static double fanIn(Shape shape) {
        return shape.rank() < 2 ? shape.elements() : receptiveField(shape) * shape.dimension(-2);
    }

    private static double fanOut(Shape shape) {
        return shape.rank() < 2 ? shape.elements() : receptiveField(shape) * shape.dimension(-1);
    }

    private static double receptiveField(Shape shape) {
        double field = 1;
        for (int axis = 0; axis < shape.rank() - 2; axis++) {
            field *= shape.dimension(axis);
        }
        return field;
    }
}
