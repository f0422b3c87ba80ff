// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/**
 * The quotient of two numbers, rounded down, or what such a division leaves, as {@code x // y} and {@code x % y} in Python.
 *
 * @param quotient of them
 */
public record FloorDivision(Arithmetic quotient, boolean isRemainder) implements ComposedLayer {
    public FloorDivision {
        if (quotient.function() != Binary.DIVIDE) {
            throw new IllegalArgumentException("expected a division, not " + quotient.function());
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        Arithmetic.Operands<T> operands = quotient.operands(on, inputs);
        T whole = on.unary(Unary.FLOOR, on.binary(Binary.DIVIDE, operands.left(), operands.right()));
        return isRemainder ? on.subtract(operands.left(), on.multiply(whole, operands.right())) : whole;
    }
}
