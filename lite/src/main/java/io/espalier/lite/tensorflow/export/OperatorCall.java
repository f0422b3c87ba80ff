// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Optional;

/** An operator that is being written as nodes. */
record OperatorCall(
        Operator operator,
        Subgraph subgraph,
        NodeAssembly nodes,
        Map<Integer, Operand> values,
        CalledFunctions functions) {
    Options options() {
        return operator.options();
    }

    boolean isFor(Dialect dialect) {
        return nodes.dialect() == dialect;
    }

    int inputs() {
        return operator.inputs().size();
    }

    boolean hasInput(int position) {
        return operator.hasInput(position);
    }

    Tensor tensor(int position) {
        return subgraph.tensor(operator.inputs().get(position));
    }

    Tensor result(int position) {
        return subgraph.tensor(operator.outputs().get(position));
    }

    /** The shape of an input, -1 for open sizes. */
    Ints shape(int position) {
        return tensor(position).dynamicShape();
    }

    DataType type(int position) {
        return type(tensor(position), nodes.dialect());
    }

    DataType resultType(int position) {
        return type(result(position), nodes.dialect());
    }

    /** The type of a tensor in the graph of nodes: quantized ones are numbers again. */
    static DataType type(Tensor tensor, Dialect dialect) {
        return tensor.quantization().isPresent() ? DataType.FLOAT : dialect.type(tensor.type());
    }

    private Operand operand(int position) {
        int tensor = operator.inputs().get(position);
        Operand known = values.get(tensor);
        if (known != null) {
            return known;
        }
        if (subgraph.tensor(tensor).isVariable()) {
            throw new UnsupportedPartException("tensors that keep their values, such as '"
                    + subgraph.tensor(tensor).name() + "'");
        }
        Operand.Known constant = PlainConstant.of(subgraph.tensor(tensor), nodes.dialect());
        values.put(tensor, constant);
        return constant;
    }

    /** The value of an input that is a constant. */
    Optional<Operand.Known> known(int position) {
        boolean isThere = values.containsKey(operator.inputs().get(position))
                || tensor(position).isConstant()
                || tensor(position).elements() == 0;
        return isThere && operand(position) instanceof Operand.Known known ? Optional.of(known) : Optional.empty();
    }

    /** A reference to an input. */
    String input(int position) {
        return known(position)
                .map(constant -> weight(constant, constant.tensor()))
                .orElseGet(() -> ((Operand.Computed) operand(position)).reference());
    }

    /** A reference to a constant in the order that TensorFlow wants. */
    String weight(Operand.Known constant, ConstantTensor stored) {
        return FakeQuant.ofWeight(nodes, constant, nodes.weight(NodeNames.plain(constant.name()), stored), stored);
    }

    /** A reference to an input as a scalar. */
    String scalar(int position) {
        Optional<Operand.Known> known = known(position);
        if (known.isPresent()) {
            return nodes.constant(name("scalar"), Permuted.reshaped(known.get().tensor()));
        }
        return tensor(position).shape().isEmpty() ? input(position) : reshape(input(position), type(position), ints());
    }

    String reshape(String value, DataType type, String shape) {
        return node("Reshape", Attributes.ofType(type).with("Tshape", DataType.INT32), value, shape);
    }

    /** A node that is named after the operator's first output; a reference to its first output. */
    String node(String op, Attributes attributes, String... inputs) {
        return nodes.node(name(op), op, attributes, inputs);
    }

    String name(String part) {
        return NodeNames.plain(result(0).name()) + "/" + part;
    }

    String ints(int... numbers) {
        return nodes.constant(name("shape"), intTensor(TensorShape.of(numbers.length), numbers));
    }

    String number(int value) {
        return nodes.constant(name("axis"), intTensor(TensorShape.of(), value));
    }

    private static ConstantTensor intTensor(TensorShape shape, int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(numbers);
        return ConstantTensor.of(DataType.INT32, shape, bytes);
    }

    String real(float value) {
        return real(nodes, name("number"), value);
    }

    static String real(NodeAssembly nodes, String name, float value) {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(value)
                .flip();
        return nodes.constant(name, ConstantTensor.of(DataType.FLOAT, TensorShape.of(), bytes));
    }

    /** Says what the only output is; the operator's activation function comes behind it. */
    void output(String reference) {
        output(0, Activations.applied(this, reference));
    }

    /** Says what an output is, rounded as its integers were. */
    void output(int position, String reference) {
        Tensor tensor = result(position);
        boolean isMoved = inputs() > 0
                && hasInput(0)
                && FakeQuant.isMoving(operator.code().builtin())
                && tensor(0).quantization().equals(tensor.quantization());
        String rounded = isMoved ? reference : FakeQuant.ofActivation(nodes, tensor, reference);
        values.put(operator.outputs().get(position), new Operand.Computed(rounded));
    }

    /** Says that the output is a constant. */
    void output(Operand.Known constant) {
        values.put(operator.outputs().get(0), constant);
    }
}
