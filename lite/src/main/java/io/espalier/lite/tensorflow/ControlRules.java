// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.TensorShape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Calls of functions, branches, variables, and the ends of a graph. */
final class ControlRules {
    private ControlRules() {}

    static Map<String, NodeRule> rows() {
        Map<String, NodeRule> rows = new HashMap<>();
        for (String call : List.of("PartitionedCall", "StatefulPartitionedCall")) {
            rows.put(call, node -> node.lowering().call(function(node, "f"), node.inputs()));
        }
        for (String branch : List.of("If", "StatelessIf")) {
            rows.put(branch, Branches::of);
        }
        for (String loop : List.of("While", "StatelessWhile")) {
            rows.put(loop, Loops::of);
        }
        rows.put("Merge", NodeRule.of(ControlRules::merge));
        rows.put("Placeholder", ControlRules::placeholder);
        rows.put("ReadVariableOp", NodeRule.of(ControlRules::read));
        rows.put("ResourceGather", NodeRule.of(call -> MovementRules.gathered(call, read(call), 0, 0)));
        rows.put("Switch", ControlRules::choose);
        rows.put("VarHandleOp", NodeRule.of(call -> new Value.Handle(call.name())));
        rows.put("VarIsInitializedOp", NodeRule.of(call -> {
            throw new LoweringException("it asks whether a variable has a value; save the model for inference");
        }));
        for (String variable : List.of("Variable", "VariableV2")) {
            rows.put(variable, NodeRule.of(call -> value(call, call.name())));
        }
        return rows;
    }

    /** Whether an operator goes on with one input where another is dead. */
    static boolean joins(String operator) {
        return operator.equals("Merge");
    }

    static String function(NodeCall call, String attribute) {
        return call.node()
                .attribute(attribute, AttrValue.Function.class)
                .map(AttrValue.Function::name)
                .orElseThrow(() -> new LoweringException("its attribute '" + attribute + "' names no function"));
    }

    private static List<Value> placeholder(NodeCall call) {
        throw new LoweringException("the signature does not feed it; name all inputs");
    }

    private static Value read(NodeCall call) {
        return call.input(0) instanceof Value.Handle handle ? value(call, handle.node()) : call.input(0);
    }

    private static Value value(NodeCall call, String node) {
        return call.lowering()
                .variables()
                .value(node)
                .map(tensor -> new Value.Known(node, tensor))
                .orElseThrow(() -> new LoweringException("the variable '" + node + "' has no value in the checkpoint"));
    }

    /** The condition of a branch, if it is known. */
    static Optional<Boolean> decided(Value condition) {
        return condition instanceof Value.Known known
                ? known.integers().filter(values -> values.length == 1).map(values -> values[0] != 0)
                : Optional.empty();
    }

    /** A branch of TensorFlow 1: one of two outputs is dead. */
    private static List<Value> choose(NodeCall call) {
        Value dead = new Value.Absent(true);
        boolean condition = decided(call.input(1))
                .orElseThrow(
                        () -> new LoweringException(
                                "a branch of TensorFlow 1 whose condition is not constant is not supported; save the model with TensorFlow 2"));
        return condition ? List.of(dead, call.input(0)) : List.of(call.input(0), dead);
    }

    private static Value merge(NodeCall call) {
        List<Value> alive = call.inputs().stream()
                .filter(input -> !(input instanceof Value.Absent))
                .toList();
        return alive.size() == 1 ? alive.get(0) : new Value.Absent(alive.isEmpty());
    }

    /** A copy of a value under another tensor, where a tensor may not be an input and an output at once. */
    static Value copied(SubgraphAssembly assembly, String name, Value value) {
        Value shape = SubgraphAssembly.ints(
                name + "/shape",
                TensorShape.of(value.shape().size()),
                value.shape().toArray());
        return assembly.operator(
                BuiltinOperator.RESHAPE,
                Options.of(OptionsTable.RESHAPE),
                name,
                value.type(),
                value.shape(),
                value,
                shape);
    }
}
