// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.normalization;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/**
 * Numbers along one dimension scaled so that the sum of their squares is 1.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 */
public record UnitNormalization(int axis) implements ComposedLayer {
    private static final float LEAST_SQUARE = 1e-12f;

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return scaled(on, Inputs.single(inputs), axis);
    }

    /** Scales a value so that its L2 norm along one axis is 1. */
    public static <T> T scaled(Operations<T> on, T value, int axis) {
        T squares = on.reduce(Reduction.SUM, on.unary(Unary.SQUARE, value), true, axis);
        T bounded = on.binary(Binary.MAXIMUM, squares, on.scalar(LEAST_SQUARE));
        return on.multiply(value, on.unary(Unary.RSQRT, bounded));
    }
}
