// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/**
 * How long vectors are, as {@code tf.norm} has it.
 *
 * @param axes along which the vectors lie, from 0 after the batch or, below 0, from the end; two of them for a matrix as one vector
 * @param keepDimensions whether these dimensions stay, with size 1
 */
public record Norm(Order order, List<Integer> axes, boolean keepDimensions) implements ComposedLayer {
    /** How a length is measured. */
    public enum Order {
        /** The sum of the absolute values. */
        SUM,
        /** The root of the sum of the squares. */
        EUCLIDEAN,
        /** The largest absolute value. */
        MAXIMUM
    }

    public Norm {
        axes = List.copyOf(axes);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        int[] places = Reduce.places(on.shape(value), axes);
        return switch (order) {
            case SUM -> on.reduce(Reduction.SUM, on.unary(Unary.ABS, value), keepDimensions, places);
            case EUCLIDEAN -> {
                T squares = on.reduce(Reduction.SUM, on.unary(Unary.SQUARE, value), keepDimensions, places);
                yield on.unary(Unary.SQRT, squares);
            }
            case MAXIMUM -> on.reduce(Reduction.MAXIMUM, on.unary(Unary.ABS, value), keepDimensions, places);
        };
    }
}
