// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Optional;

/**
 * A function of two numbers that stand at the same place, as Keras files have it where a model was built of tensors rather than layers:
 * {@code x / y}, {@code 1 - x}.
 *
 * @param constant one of the two, if it is not an input; its shape is aligned with the input's at the last dimension
 * @param constantFirst whether the constant is the first of the two
 */
public record Arithmetic(Binary function, Optional<Tensor> constant, boolean constantFirst) implements ComposedLayer {
    /** Of two inputs. */
    public static Arithmetic of(Binary function) {
        return new Arithmetic(function, Optional.empty(), false);
    }

    /** Of an input and a constant. */
    public static Arithmetic with(Binary function, Tensor constant) {
        return new Arithmetic(function, Optional.of(constant), false);
    }

    /** With the constant as the first of the two, or as the second. */
    public Arithmetic constantFirst(boolean first) {
        return new Arithmetic(function, constant, first);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        Operands<T> operands = operands(on, inputs);
        return on.binary(function, operands.left(), operands.right());
    }

    /** The two numbers. */
    record Operands<T>(T left, T right) {}

    <T> Operands<T> operands(Operations<T> on, List<T> inputs) {
        if (constant.isEmpty()) {
            if (inputs.size() != 2) {
                throw new ModelException("needs two inputs, but has " + inputs.size());
            }
            return new Operands<>(inputs.get(0), inputs.get(1));
        }
        T value = Inputs.single(inputs);
        T other = on.constant(constant.get());
        return constantFirst ? new Operands<>(other, value) : new Operands<>(value, other);
    }
}
