// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Callee;
import io.espalier.lite.ccode.program.Flow;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Operators that run other subgraphs. */
final class FlowRules {
    private final SubgraphRules caller;
    private final Operation operation;
    private final Operator operator;

    FlowRules(SubgraphRules caller, Operation operation) {
        this.caller = caller;
        this.operation = operation;
        this.operator = operation.operator();
    }

    /** The outputs of WHILE are its variables while it runs; what its body hands on unchanged is read where it is. */
    void loop() {
        int conditionIndex = operation.options().integer("cond_subgraph_index");
        int bodyIndex = operation.options().integer("body_subgraph_index");
        Subgraph body = caller.graph().subgraphs().get(bodyIndex);
        Subgraph condition = caller.graph().subgraphs().get(conditionIndex);
        List<Integer> tensors = new ArrayList<>();
        List<Integer> changed = new ArrayList<>();
        for (int position = 0; position < operator.inputs().size(); position++) {
            int input = operator.inputs().get(position);
            int output = operator.outputs().get(position);
            if (body.outputs().get(position) == body.inputs().get(position)) {
                caller.aliases().put(output, input);
                tensors.add(input);
            } else {
                requireOneShape(body, position);
                changed.add(position);
                tensors.add(output);
                caller.steps()
                        .add(Copy.whole(caller.name(operation) + "_" + position, input, output, caller.workspace())
                                .inPlaceOf(0));
            }
        }
        if (changed.isEmpty()) {
            throw new Refusal("its body changes nothing", "remove the loop");
        }
        Set<Integer> read =
                new LinkedHashSet<>(changed.stream().map(tensors::get).toList());
        Callee more = callee(conditionIndex, condition, "condition", tensors, List.of(0), read);
        Callee steps = callee(bodyIndex, body, "body", tensors, changed, read);
        List<Integer> inputs = List.copyOf(read);
        caller.steps()
                .add(Step.of(
                        caller.name(operation),
                        inputs,
                        inputs.get(0),
                        new Flow.Loop(
                                placed(more, inputs, List.of()),
                                placed(
                                        steps,
                                        inputs,
                                        changed.stream().map(tensors::get).toList()))));
    }

    /** A loop whose variables grow has no fixed memory. */
    private void requireOneShape(Subgraph body, int position) {
        Tensor before = body.tensor(body.inputs().get(position));
        Tensor after = body.tensor(body.outputs().get(position));
        Tensor outside = operation.input(position);
        if (!before.shape().equals(after.shape()) || !before.shape().equals(outside.shape())) {
            throw new Refusal(
                    "the shape of '" + before.name() + "' changes: " + outside.shape() + ", then " + after.shape(),
                    "use a loop whose variables keep their shapes");
        }
    }

    void branch() {
        List<Integer> tensors = operator.inputs().stream().skip(1).boxed().toList();
        List<Integer> outputs = operator.outputs().stream().boxed().toList();
        for (int position = 0; position < outputs.size(); position++) {
            caller.steps().add(Step.reserve(caller.name(operation) + "_" + position, outputs.get(position)));
        }
        Set<Integer> read = new LinkedHashSet<>(List.of(operator.inputs().get(0)));
        List<Integer> all = new ArrayList<>();
        for (int position = 0; position < outputs.size(); position++) {
            all.add(position);
        }
        Callee then = branch("then", tensors, all, read);
        Callee otherwise = branch("else", tensors, all, read);
        read.addAll(outputs);
        List<Integer> inputs = List.copyOf(read);
        if (!outputs.isEmpty()) {
            caller.steps()
                    .add(Step.of(
                            caller.name(operation),
                            inputs,
                            outputs.get(0),
                            new Flow.Branch(placed(then, inputs, outputs), placed(otherwise, inputs, outputs))));
        }
    }

    private Callee branch(String which, List<Integer> tensors, List<Integer> outputs, Set<Integer> read) {
        int index = operation.options().integer(which + "_subgraph_index");
        return callee(index, caller.graph().subgraphs().get(index), which, tensors, outputs, read);
    }

    /**
     * The program of a subgraph, with the inputs that it reads and these of its outputs. Its arguments are still tensors, which are added to those read.
     *
     * @param tensors what it gets for each input: constants become its own
     */
    private Callee callee(
            int index,
            Subgraph subgraph,
            String name,
            List<Integer> tensors,
            List<Integer> outputs,
            Set<Integer> read) {
        List<Tensor> own = new ArrayList<>(subgraph.tensors());
        Set<Integer> used = new HashSet<>();
        subgraph.operators().forEach(inner -> inner.inputs().stream().forEach(used::add));
        outputs.forEach(position -> used.add(subgraph.outputs().get(position)));
        List<Integer> inputs = new ArrayList<>();
        List<Integer> arguments = new ArrayList<>();
        for (int position = 0; position < subgraph.inputs().size(); position++) {
            int input = subgraph.inputs().get(position);
            Tensor given = caller.workspace().tensor(tensors.get(position));
            if (!used.contains(input)) {
                continue;
            }
            if (given.isConstant()) {
                own.set(input, own.get(input).withBuffer(given.buffer()));
            } else {
                inputs.add(input);
                arguments.add(tensors.get(position));
            }
        }
        read.addAll(arguments);
        int[] remaining = outputs.stream().mapToInt(subgraph.outputs()::get).toArray();
        Subgraph changed = subgraph.with(
                own,
                Ints.of(inputs.stream().mapToInt(Integer::intValue).toArray()),
                Ints.of(remaining),
                subgraph.operators());
        String full = caller.name(operation) + "_" + name;
        Program program = caller.called(index, changed, full);
        return new Callee(full, program, arguments, List.of());
    }

    /** Its arguments and results as positions among the step's inputs. */
    private static Callee placed(Callee callee, List<Integer> inputs, List<Integer> results) {
        return new Callee(
                callee.name(),
                callee.program(),
                callee.arguments().stream().map(inputs::indexOf).toList(),
                results.stream().map(inputs::indexOf).toList());
    }
}
