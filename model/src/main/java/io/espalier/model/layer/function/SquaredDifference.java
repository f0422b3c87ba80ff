// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/**
 * The square of the difference of two inputs, or of an input and a constant.
 *
 * @param difference of them
 */
public record SquaredDifference(Arithmetic difference) implements ComposedLayer {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.unary(Unary.SQUARE, difference.compute(on, inputs));
    }
}
