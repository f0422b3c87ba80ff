// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Buffer;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.TensorShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the nodes of a graph or of a function. Equal constants become one node. */
final class NodeAssembly {
    private final Dialect dialect;
    private final boolean isFunction;
    private final NodeNames names = new NodeNames();
    private final List<NodeDef> nodes = new ArrayList<>();
    private final Map<Key, String> constants = new HashMap<>();
    private final Map<String, ConstantTensor> variables = new LinkedHashMap<>();

    NodeAssembly(Dialect dialect, boolean isFunction) {
        this.dialect = dialect;
        this.isFunction = isFunction;
    }

    Dialect dialect() {
        return dialect;
    }

    List<NodeDef> nodes() {
        return nodes;
    }

    Map<String, ConstantTensor> variables() {
        return variables;
    }

    /** Takes a name that no node may have: that of an argument. */
    String reserve(String name) {
        return names.unique(name);
    }

    /** Adds a node; its name. */
    String add(String name, String op, Attributes attributes, List<String> inputs) {
        String unique = names.unique(name);
        nodes.add(new NodeDef(unique, op, inputs, attributes.values()));
        return unique;
    }

    /** Adds a node; a reference to its first output. */
    String node(String name, String op, Attributes attributes, String... inputs) {
        return output(add(name, op, attributes, List.of(inputs)), op, 0);
    }

    /** A reference to an output. In a graph outputs of a node are counted, in a function they have names. */
    String output(String node, String op, int index) {
        if (isFunction) {
            return node + ":" + FunctionOutputs.of(op, index);
        }
        return index == 0 ? node : node + ":" + index;
    }

    /** A constant of the graph. */
    String constant(String name, ConstantTensor tensor) {
        return constants.computeIfAbsent(Key.of(tensor), key -> {
            Attributes attributes =
                    new Attributes().with("dtype", tensor.type()).with("value", tensor);
            return node(name, "Const", attributes);
        });
    }

    /** A weight: a variable where there are any, else a constant. */
    String weight(String name, ConstantTensor tensor) {
        boolean isVariable = dialect == Dialect.TENSORFLOW
                && !isFunction
                && tensor.type() == DataType.FLOAT
                && !tensor.shape().dimensions().isEmpty();
        return isVariable
                ? constants.computeIfAbsent(Key.of(tensor), key -> variable(name, tensor))
                : constant(name, tensor);
    }

    private String variable(String name, ConstantTensor tensor) {
        String unique = names.unique(name);
        Attributes handle = new Attributes()
                .with("container", "")
                .with("dtype", tensor.type())
                .with("shape", tensor.shape())
                .with("shared_name", unique);
        nodes.add(new NodeDef(unique, "VarHandleOp", List.of(), handle.values()));
        variables.put(unique, tensor);
        return node(
                unique + "/Read/ReadVariableOp",
                "ReadVariableOp",
                new Attributes().with("dtype", tensor.type()),
                unique);
    }

    private record Key(DataType type, TensorShape shape, Buffer values) {
        static Key of(ConstantTensor tensor) {
            return new Key(tensor.type(), tensor.shape(), Buffer.view(tensor.values()));
        }
    }
}
