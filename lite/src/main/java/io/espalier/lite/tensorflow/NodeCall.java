// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.TensorShape;
import java.util.List;
import java.util.Optional;

/**
 * A node that is being lowered, with its inputs.
 *
 * @param inputs without those that only have to run before
 * @param lowering of the graph that it is in
 */
record NodeCall(NodeDef node, List<Value> inputs, GraphEvaluation lowering) {
    SubgraphAssembly assembly() {
        return lowering.assembly();
    }

    String name() {
        return node.name();
    }

    String named(String part) {
        return node.name() + "/" + part;
    }

    Value input(int index) {
        if (index >= inputs.size()) {
            throw new LoweringException("it has " + inputs.size() + " inputs, and needs more");
        }
        return inputs.get(index);
    }

    Value lastInput() {
        return input(inputs.size() - 1);
    }

    Ints shape(int index) {
        return input(index).shape();
    }

    DataType type(int index) {
        return input(index).type();
    }

    /** An operator with the same options whatever it is used for. */
    Value.Computed operator(BuiltinOperator builtin, OptionsTable table, DataType type, Ints shape, Value... operands) {
        return operator(builtin, Options.of(table), type, shape, operands);
    }

    /** The last operator of the node, whose output has the node's name. */
    Value.Computed operator(BuiltinOperator builtin, Options options, DataType type, Ints shape, Value... operands) {
        return assembly().operator(builtin, options, name(), type, shape, operands);
    }

    /** An operator before the last one. */
    Value.Computed step(
            String part, BuiltinOperator builtin, Options options, DataType type, Ints shape, Value... operands) {
        return assembly().operator(builtin, options, named(part), type, shape, operands);
    }

    /** A list of whole numbers as an operand. */
    Value ints(String part, int... values) {
        return SubgraphAssembly.ints(named(part), TensorShape.of(values.length), values);
    }

    /** One whole number as an operand. */
    Value number(String part, int value) {
        return SubgraphAssembly.ints(named(part), TensorShape.of(), value);
    }

    /** One float32 number as an operand. */
    Value real(String part, float value) {
        return SubgraphAssembly.floats(named(part), TensorShape.of(), value);
    }

    /** The elements of an input that is a list of whole numbers; {@link Value#OPEN} for those that are not known. */
    Optional<Longs> elements(int index) {
        return elements(input(index));
    }

    static Optional<Longs> elements(Value value) {
        if (value instanceof Value.Known known) {
            return known.integers().map(Longs::of);
        }
        return value instanceof Value.Computed computed ? computed.elements() : Optional.empty();
    }

    /**
     * The whole numbers of an input, all of which must be known before the graph runs.
     *
     * @param what they are, for the message
     */
    int[] known(int index, String what) {
        Longs elements = elements(index).orElseThrow(() -> unknown(what));
        if (elements.stream().anyMatch(element -> element == Value.OPEN)) {
            throw unknown(what);
        }
        return elements.stream().mapToInt(NodeCall::clamped).toArray();
    }

    /** Ends of slices may be as far away as 64 bits allow. */
    static int clamped(long element) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, element));
    }

    private static LoweringException unknown(String what) {
        return new LoweringException("its " + what + " is computed while the model runs; only a constant is supported");
    }

    int knownNumber(int index, String what) {
        int[] numbers = known(index, what);
        if (numbers.length != 1) {
            throw new LoweringException("its " + what + " has " + numbers.length + " numbers instead of one");
        }
        return numbers[0];
    }

    /** The float32 numbers of an input, which must be constant. */
    float[] floats(int index, String what) {
        return input(index) instanceof Value.Known known
                ? known.floats().orElseThrow(() -> new LoweringException("its " + what + " is not float32"))
                : unknownFloats(what);
    }

    private static float[] unknownFloats(String what) {
        throw unknown(what);
    }

    /** Refuses a node whose input has a rank that is not this. */
    void requireRank(int index, int rank) {
        if (shape(index).size() != rank) {
            throw new LoweringException("its input has the shape " + shape(index) + "; rank " + rank + " is needed");
        }
    }

    /** The texts of an attribute that lists some. */
    List<String> texts(String key) {
        return node.attribute(key, AttrValue.Items.class).map(AttrValue.Items::values).orElse(List.of()).stream()
                .filter(AttrValue.Bytes.class::isInstance)
                .map(text -> ((AttrValue.Bytes) text).text())
                .toList();
    }
}
