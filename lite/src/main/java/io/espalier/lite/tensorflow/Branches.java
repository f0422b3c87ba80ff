// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensorflow.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code If}: the branch that is taken, if that is known, or TFLite's IF with a subgraph for each branch. */
final class Branches {
    private Branches() {}

    static List<Value> of(NodeCall call) {
        Optional<Boolean> decided = ControlRules.decided(call.input(0));
        List<Value> arguments = call.inputs().subList(1, call.inputs().size());
        if (decided.isPresent()) {
            String branch = ControlRules.function(call, decided.get() ? "then_branch" : "else_branch");
            return call.lowering().call(branch, arguments);
        }
        Branch yes = branch(call, ControlRules.function(call, "then_branch"), arguments);
        Branch no = branch(call, ControlRules.function(call, "else_branch"), arguments);
        Options options = Options.of(OptionsTable.IF)
                .with("then_subgraph_index", call.lowering().subgraphs().add(yes.subgraph()))
                .with("else_subgraph_index", call.lowering().subgraphs().add(no.subgraph()));
        List<DataType> types = yes.results().stream().map(Value::type).toList();
        List<Ints> shapes = new ArrayList<>();
        for (int i = 0; i < yes.results().size(); i++) {
            shapes.add(common(yes.results().get(i).shape(), no.results().get(i).shape()));
        }
        Value[] operands = Stream.concat(Stream.of(call.input(0)), computed(arguments).stream())
                .toArray(Value[]::new);
        return call.assembly().operator(BuiltinOperator.IF, options, call.name(), types, shapes, operands);
    }

    private record Branch(Subgraph subgraph, List<Value> results) {}

    private static List<Value> computed(List<Value> arguments) {
        return arguments.stream().filter(Value.Computed.class::isInstance).toList();
    }

    private static Branch branch(NodeCall call, String function, List<Value> arguments) {
        GraphEvaluation inner = call.lowering().inner();
        List<Value> inside = new ArrayList<>();
        List<Integer> inputs = new ArrayList<>();
        for (Value argument : arguments) {
            if (argument instanceof Value.Computed computed) {
                Value.Computed input =
                        inner.assembly().input("input" + inputs.size(), computed.type(), computed.shape());
                inputs.add(input.tensor());
                inside.add(input);
            } else {
                inside.add(argument);
            }
        }
        List<Value> results = new ArrayList<>();
        List<Integer> outputs = new ArrayList<>();
        for (Value result : inner.call(function, inside)) {
            Value own = inputs.contains(inner.assembly().tensor(result))
                            || outputs.contains(inner.assembly().tensor(result))
                    ? ControlRules.copied(inner.assembly(), "output" + outputs.size(), result)
                    : result;
            results.add(own);
            outputs.add(inner.assembly().tensor(own));
        }
        return new Branch(inner.assembly().build(function, inputs, outputs), results);
    }

    /** A shape that is open where two differ. */
    static Ints common(Ints one, Ints other) {
        if (one.size() != other.size()) {
            throw new LoweringException("values of the shapes " + one + " and " + other + " take each other's place");
        }
        Ints common = one;
        for (int axis = 0; axis < one.size(); axis++) {
            common = one.get(axis) == other.get(axis) ? common : common.with(axis, Dims.OPEN);
        }
        return common;
    }
}
