// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.TensorShape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Calls of functions, branches, variables, and the ends of a graph. */
final class ControlRules {
    private ControlRules() {}

    /** The rule of an operator of this family; null for another. */
    static @Nullable NodeRule of(String operator) {
        return switch (operator) {
            case "PartitionedCall", "StatefulPartitionedCall" ->
                node -> node.lowering().call(function(node, "f"), node.inputs());
            case "If", "StatelessIf" -> Branches::of;
            case "While", "StatelessWhile" -> Loops::of;
            case "Merge" -> NodeRule.of(ControlRules::merge);
            case "Placeholder" -> ControlRules::placeholder;
            case "ReadVariableOp" -> NodeRule.of(ControlRules::read);
            case "ResourceGather" -> NodeRule.of(call -> MovementRules.gathered(call, read(call), 0, 0));
            case "Switch" -> ControlRules::choose;
            case "VarHandleOp" -> NodeRule.of(call -> new Value.Handle(call.name()));
            case "VarIsInitializedOp" ->
                NodeRule.of(call -> {
                    throw new LoweringException("it asks whether a variable has a value; save the model for inference");
                });
            case "Variable", "VariableV2" -> NodeRule.of(call -> value(call, call.name()));
            default -> null;
        };
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
