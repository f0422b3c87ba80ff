// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Writes the operators of a subgraph as nodes, in their order. */
final class SubgraphExport {
    private final Subgraph subgraph;
    private final NodeAssembly nodes;
    private final CalledFunctions functions;
    private final Map<Integer, Operand> values = new HashMap<>();

    SubgraphExport(Subgraph subgraph, NodeAssembly nodes, CalledFunctions functions) {
        this.subgraph = subgraph;
        this.nodes = nodes;
        this.functions = functions;
    }

    /** Says what an input is. What was stored as integers is rounded as those were. */
    void fed(int tensor, String reference) {
        values.put(tensor, new Operand.Computed(FakeQuant.ofActivation(nodes, subgraph.tensor(tensor), reference)));
    }

    /** Writes all operators that can be, and counts the others. */
    void run() {
        for (Operator operator : subgraph.operators()) {
            boolean isFed = operator.inputs().stream().allMatch(this::isThere);
            Optional<ExportRule> rule = ExportRules.of(operator.code().builtin());
            if (rule.isEmpty()) {
                count(operator.code().name());
            } else if (isFed) {
                write(operator, rule.get());
            }
        }
    }

    private boolean isThere(int tensor) {
        return tensor == Operator.ABSENT
                || values.containsKey(tensor)
                || subgraph.tensor(tensor).isConstant()
                || subgraph.tensor(tensor).isVariable()
                || subgraph.tensor(tensor).elements() == 0;
    }

    private void write(Operator operator, ExportRule rule) {
        try {
            rule.write(new OperatorCall(operator, subgraph, nodes, values, functions));
        } catch (UnsupportedPartException e) {
            count(e.what());
        }
    }

    private void count(String what) {
        functions.unsupported().merge(what, 1, Integer::sum);
    }

    /** A reference to a tensor that has been written; empty text if it could not be. */
    String value(int tensor) {
        Tensor wanted = subgraph.tensor(tensor);
        Operand value = values.get(tensor);
        if (value == null && !wanted.isConstant()) {
            return "";
        }
        if (value instanceof Operand.Computed computed) {
            return computed.reference();
        }
        Operand.Known known = value instanceof Operand.Known found ? found : PlainConstant.of(wanted, nodes.dialect());
        return nodes.weight(NodeNames.plain(known.name()), known.tensor());
    }

    String scalar(String value, DataType type) {
        ConstantTensor none = ConstantTensor.of(DataType.INT32, TensorShape.of(0), ByteBuffer.allocate(0));
        Attributes attributes = Attributes.ofType(type).with("Tshape", DataType.INT32);
        return nodes.node("scalar", "Reshape", attributes, value, nodes.constant("none", none));
    }
}
