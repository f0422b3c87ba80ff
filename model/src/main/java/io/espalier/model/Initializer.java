// SPDX-License-Identifier: Apache-2.0
package io.espalier.model;

import java.util.random.RandomGenerator;

/** How a weight starts, by Keras's names. */
public enum Initializer {
    ZEROS,
    ONES,

    /**
     * Uniform within plus or minus {@code sqrt(6 / (fanIn + fanOut))}.
     *
     * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio, 2010</a>
     */
    GLOROT_UNIFORM;

    /** The initial value of a weight of this shape. The random numbers are used by {@link #GLOROT_UNIFORM} only. */
    public Tensor initialize(Shape shape, RandomGenerator random) {
        return switch (this) {
            case ZEROS -> Tensor.filled(shape, 0);
            case ONES -> Tensor.filled(shape, 1);
            case GLOROT_UNIFORM -> glorotUniform(shape, random);
        };
    }

    private static Tensor glorotUniform(Shape shape, RandomGenerator random) {
        double limit = Math.sqrt(6.0 / (fanIn(shape) + fanOut(shape)));
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) ((2 * random.nextDouble() - 1) * limit);
        }
        return Tensor.of(shape, values);
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
