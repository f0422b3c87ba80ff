// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * An operator with the constants that it is given, and the tensors that it must make.
 *
 * @param inputs in the order of the operator, none left out
 * @param outputs of static shape
 */
record Invocation(Operator operator, List<Tensor> inputs, List<Tensor> outputs) {
    Invocation {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    Tensor input(int position) {
        return inputs.get(position);
    }

    Ints shape(int position) {
        return inputs.get(position).shape();
    }

    /** The only output. */
    Tensor output() {
        return outputs.get(0);
    }

    Ints outputShape() {
        return output().shape();
    }

    TensorType type() {
        return inputs.get(0).type();
    }

    /** A whole number among the options; 0, as kernels have it, where the operator has none. */
    int option(String field) {
        Options options = operator.options();
        return options.table().slot(field) < 0 ? 0 : options.integer(field);
    }

    Options options() {
        return operator.options();
    }

    /** The values of an operand that says what to do. */
    Optional<Ints> parameter(int position) {
        return IntegerConstant.values(inputs.get(position));
    }

    /** The axis that an operand or option names, counted from the first; empty where there is no such axis. */
    static Optional<Integer> axis(int named, int rank) {
        int axis = named < 0 ? named + rank : named;
        return axis >= 0 && axis < rank ? Optional.of(axis) : Optional.empty();
    }
}
