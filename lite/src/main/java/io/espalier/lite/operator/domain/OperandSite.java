// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator.domain;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/**
 * An operand of one operator, with what stands around it.
 *
 * @param shapes of tensors as they are when the model runs
 */
record OperandSite(Subgraph subgraph, Operator operator, int position, IntFunction<Ints> shapes) {
    /** The shape of another operand, or of the operand itself; empty where there is none. */
    Ints shape(int operand) {
        return operator.hasInput(operand) ? shapes.apply(operator.inputs().get(operand)) : Ints.EMPTY;
    }

    /** The operand's own shape. */
    Ints shape() {
        return shape(position);
    }

    int elements() {
        return (int)
                Math.min(Integer.MAX_VALUE, shape().stream().asLongStream().reduce(1, (left, right) -> left * right));
    }

    TensorType type() {
        return subgraph.tensor(operator.inputs().get(position)).type();
    }

    /** The sizes of what the operator makes as the file says; empty where it leaves some open. */
    Optional<Ints> declaredOutput() {
        if (operator.outputs().isEmpty() || operator.outputs().get(0) == Operator.ABSENT) {
            return Optional.empty();
        }
        Tensor output = subgraph.tensor(operator.outputs().get(0));
        boolean known = !output.shape().isEmpty()
                && !output.dynamicShape().contains(-1)
                && output.shape().stream().allMatch(size -> size > 0);
        return known ? Optional.of(output.shape()) : Optional.empty();
    }

    /** The whole numbers of another operand; empty where it is no constant of INT32 or INT64. */
    Optional<long[]> constant(int operand) {
        if (!operator.hasInput(operand)) {
            return Optional.empty();
        }
        Tensor tensor = subgraph.tensor(operator.inputs().get(operand));
        if (tensor.buffer().isEmpty() || tensor.sparsity().isPresent()) {
            return Optional.empty();
        }
        return switch (tensor.type()) {
            case INT32 ->
                Optional.of(LongStream.range(0, tensor.buffer().size() / Integer.BYTES)
                        .map(index -> tensor.buffer().asInts().get((int) index))
                        .toArray());
            case INT64 ->
                Optional.of(LongStream.range(0, tensor.buffer().size() / Long.BYTES)
                        .map(index -> tensor.buffer().asLongs().get((int) index))
                        .toArray());
            default -> Optional.empty();
        };
    }

    /** An option that is a whole number; 0, the schema's default, where the operator has no such option. */
    int option(String name) {
        return operator.options().table().slot(name) >= 0 ? operator.options().integer(name) : 0;
    }

    /** An option of an enumeration; the first of its constants, the schema's default, where the operator has no such option. */
    <E extends Enum<E>> E option(String name, E[] constants) {
        return operator.options().table().slot(name) >= 0 ? operator.options().symbol(name, constants) : constants[0];
    }
}
