// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Lasting;
import io.espalier.lite.ccode.program.Program;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.Kernels;
import io.espalier.lite.ccode.settings.SumRounding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A subgraph as a program: operators become steps one after the other, and those that run other subgraphs build their programs. */
final class SubgraphRules {
    private final Graph graph;
    private final SumRounding rounding;
    private final Kernels kernels;
    private final Variables variables;
    private final List<String> refusals;

    /** What the names of steps begin with. */
    private final String prefix;

    /** The subgraphs that are being built: none may run itself. */
    private final List<Integer> path;

    private final Workspace workspace;
    private final Subgraph subgraph;
    private final List<Step> steps = new ArrayList<>();
    private final Map<Integer, Integer> aliases = new HashMap<>();
    private final Map<Integer, Integer> places = new HashMap<>();

    /** For each handle, the tensor that stands for its variable. */
    private final Map<Integer, Integer> handles = new HashMap<>();

    private SubgraphRules(
            Graph graph,
            Subgraph subgraph,
            SumRounding rounding,
            Kernels kernels,
            Variables variables,
            List<String> refusals,
            String prefix,
            List<Integer> path) {
        this.graph = graph;
        this.subgraph = subgraph;
        this.rounding = rounding;
        this.kernels = kernels;
        this.variables = variables;
        this.refusals = refusals;
        this.prefix = prefix;
        this.path = path;
        workspace = new Workspace(subgraph.tensors());
    }

    /** @param refusals to which all obstacles are added */
    static Program main(Graph graph, SumRounding rounding, Kernels kernels, List<String> refusals) {
        Variables variables = new Variables(graph);
        SubgraphRules main =
                new SubgraphRules(graph, graph.main(), rounding, kernels, variables, refusals, "", List.of(0));
        Program program = main.program();
        return program.with(program.places(), variables.lasting());
    }

    /** The rules for a subgraph that this one runs; {@code changed} is the subgraph with the inputs and outputs that remain. */
    Program called(int index, Subgraph changed, String name) {
        if (path.contains(index)) {
            throw new Refusal("subgraph " + index + " runs itself", "use a loop");
        }
        List<Integer> longer = new ArrayList<>(path);
        longer.add(index);
        // Only the main subgraph can tell its caller that CMSIS-NN refused something.
        return new SubgraphRules(graph, changed, rounding, Kernels.PORTABLE, variables, refusals, name + "_", longer)
                .program();
    }

    private Program program() {
        Set<Integer> needed = needed();
        for (int number = 0; number < subgraph.operators().size(); number++) {
            Operator operator = subgraph.operators().get(number);
            if (!Variables.isEffect(operator) && operator.outputs().stream().noneMatch(needed::contains)) {
                continue;
            }
            Operation operation = new Operation(workspace, operator, number, rounding);
            try {
                Obstacles.check(operation);
                placeVariables(operator);
                add(operation);
            } catch (Refusal refusal) {
                String where = path.size() == 1 ? "" : " of '" + subgraph.name() + "'";
                refusals.add("Op#" + number + where + " " + operator.code().name() + ": " + refusal.getMessage());
            }
        }
        Program program = Borders.program(subgraph, workspace, steps, aliases).with(places, Lasting.NONE);
        return FusePooling.in(program);
    }

    private void add(Operation operation) {
        Operator operator = operation.operator();
        switch (operator.code().builtin()) {
            case RESHAPE, SQUEEZE, EXPAND_DIMS ->
                aliases.put(operator.outputs().get(0), operator.inputs().get(0));
            case WHILE -> new FlowRules(this, operation).loop();
            case IF -> new FlowRules(this, operation).branch();
            case CALL_ONCE -> initializer(operator);
            case VAR_HANDLE -> handle(operator);
            case READ_VARIABLE ->
                steps.add(Copy.whole(
                        name(operation), variable(operator), operator.outputs().get(0), workspace));
            case ASSIGN_VARIABLE ->
                steps.add(Copy.whole(name(operation), operator.inputs().get(1), variable(operator), workspace));
            default -> steps.addAll(Rules.named(steps(operation), name(operation)));
        }
    }

    private List<Step> steps(Operation operation) {
        Optional<Step> library = kernels == Kernels.CMSIS_NN ? CmsisRules.step(operation) : Optional.empty();
        return library.map(List::of).orElseGet(() -> Rules.steps(operation));
    }

    String name(Operation operation) {
        return prefix + operation.name();
    }

    private void placeVariables(Operator operator) {
        operator.inputs().stream().filter(index -> index >= 0).forEach(index -> {
            Tensor tensor = workspace.tensor(index);
            if (tensor.isVariable()) {
                places.put(index, variables.place(path.get(path.size() - 1), index, tensor));
            }
        });
    }

    private void initializer(Operator operator) {
        int index = operator.options().integer("init_subgraph_index");
        String name = "start_" + index;
        Program program = called(index, graph.subgraphs().get(index), name);
        variables.add(new io.espalier.lite.ccode.program.Callee(name, program, List.of(), List.of()));
    }

    private void handle(Operator operator) {
        String name = Variables.name(operator);
        variables.tensor(name).ifPresent(tensor -> {
            int index = workspace.add(tensor);
            handles.put(operator.outputs().get(0), index);
            places.put(index, variables.place(name, tensor));
        });
    }

    private int variable(Operator operator) {
        Integer tensor = handles.get(operator.inputs().get(0));
        if (tensor == null) {
            throw new Refusal("the handle of its variable comes from elsewhere", "use VAR_HANDLE in the same subgraph");
        }
        return tensor;
    }

    /** The tensors that outputs depend on; not the shapes that a model computes for operators whose output has a known one. */
    private Set<Integer> needed() {
        Set<Integer> needed = new HashSet<>();
        subgraph.outputs().stream().forEach(needed::add);
        for (int number = subgraph.operators().size() - 1; number >= 0; number--) {
            Operator operator = subgraph.operators().get(number);
            if (Variables.isEffect(operator) || operator.outputs().stream().anyMatch(needed::contains)) {
                operator.inputs().stream()
                        .limit(Rules.isAlias(operator) ? 1 : Long.MAX_VALUE)
                        .forEach(needed::add);
            }
        }
        return needed;
    }

    Graph graph() {
        return graph;
    }

    Workspace workspace() {
        return workspace;
    }

    List<Step> steps() {
        return steps;
    }

    Map<Integer, Integer> aliases() {
        return aliases;
    }
}
