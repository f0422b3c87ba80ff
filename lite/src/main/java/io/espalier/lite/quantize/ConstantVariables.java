// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Variables that a subgraph fills once with a constant, when the model is loaded, and that nothing changes after that. They are constants
 * in another form.
 *
 * <pre>
 *   when loaded:  ASSIGN_VARIABLE(VAR_HANDLE "w", constant)
 *   y = FULLY_CONNECTED(x, READ_VARIABLE(VAR_HANDLE "w"))
 *
 *   is the same as:
 *
 *   y = FULLY_CONNECTED(x, constant)
 * </pre>
 *
 * @param values by variable
 */
record ConstantVariables(Graph graph, Map<Name, Tensor> values) {
    /** What tells variables apart. */
    private record Name(String container, String sharedName) {}

    /** An operator that fills a variable. */
    private record Assignment(int subgraph, Tensor value) {}

    static ConstantVariables in(Graph graph) {
        Map<Name, List<Assignment>> assignments = new HashMap<>();
        Set<Name> returned = new HashSet<>();
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            Subgraph subgraph = graph.subgraphs().get(number);
            Map<Integer, Name> handles = handles(subgraph);
            for (Operator operator : subgraph.operators()) {
                boolean reads = operator.is(BuiltinOperator.READ_VARIABLE);
                boolean assigns = operator.is(BuiltinOperator.ASSIGN_VARIABLE);
                if (!reads && !assigns && operator.inputs().stream().anyMatch(handles::containsKey)) {
                    return new ConstantVariables(graph, Map.of());
                }
                if (reads || assigns) {
                    Name name = handles.get(operator.inputs().get(0));
                    if (name == null) {
                        return new ConstantVariables(graph, Map.of());
                    }
                    if (reads && subgraph.outputs().contains(operator.outputs().get(0))) {
                        returned.add(name);
                    }
                    if (assigns) {
                        Tensor value = subgraph.tensor(operator.inputs().get(1));
                        assignments
                                .computeIfAbsent(name, first -> new ArrayList<>())
                                .add(new Assignment(number, value));
                    }
                }
            }
        }
        Set<Integer> loaders = loaders(graph);
        Map<Name, Tensor> values = new HashMap<>();
        assignments.forEach((name, all) -> {
            Assignment only = all.get(0);
            if (all.size() == 1
                    && !returned.contains(name)
                    && loaders.contains(only.subgraph())
                    && isPlain(only.value())) {
                values.put(name, only.value());
            }
        });
        return new ConstantVariables(graph, values);
    }

    private static boolean isPlain(Tensor value) {
        return value.type() == TensorType.FLOAT32
                && !value.buffer().isEmpty()
                && value.sparsity().isEmpty()
                && !value.quantization().isPresent();
    }

    /** The subgraphs that the main one calls once. */
    private static Set<Integer> loaders(Graph graph) {
        Set<Integer> loaders = new HashSet<>();
        for (Operator operator : graph.main().operators()) {
            if (operator.is(BuiltinOperator.CALL_ONCE)) {
                loaders.add(operator.options().integer("init_subgraph_index"));
            }
        }
        loaders.remove(0);
        return loaders;
    }

    private static Map<Integer, Name> handles(Subgraph subgraph) {
        Map<Integer, Name> handles = new HashMap<>();
        for (Operator operator : subgraph.operators()) {
            if (operator.is(BuiltinOperator.VAR_HANDLE)) {
                Options options = operator.options();
                handles.put(
                        operator.outputs().get(0), new Name(options.text("container"), options.text("shared_name")));
            }
        }
        return handles;
    }

    int count() {
        return values.size();
    }

    /** The graph with constants in the place of these variables. */
    Graph asConstants() {
        if (values.isEmpty()) {
            return graph;
        }
        List<Subgraph> changed = new ArrayList<>(
                graph.subgraphs().stream().map(this::asConstants).toList());
        List<Operator> calls = changed.get(0).operators().stream()
                .filter(operator -> !operator.is(BuiltinOperator.CALL_ONCE)
                        || !changed.get(operator.options().integer("init_subgraph_index"))
                                .operators()
                                .isEmpty())
                .toList();
        changed.set(0, changed.get(0).withOperators(calls));
        return graph.withSubgraphs(changed);
    }

    private Subgraph asConstants(Subgraph subgraph) {
        Map<Integer, Name> handles = handles(subgraph);
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        List<Operator> operators = new ArrayList<>();
        for (Operator operator : subgraph.operators()) {
            Tensor value = value(operator, handles);
            if (value == null) {
                operators.add(operator);
            } else if (operator.is(BuiltinOperator.READ_VARIABLE)) {
                int read = operator.outputs().get(0);
                tensors.set(read, value.withName(tensors.get(read).name()));
            }
        }
        return subgraph.withTensors(tensors).withOperators(operators);
    }

    /** What becomes of a variable that an operator is about; null for operators that stay. */
    private @Nullable Tensor value(Operator operator, Map<Integer, Name> handles) {
        return switch (operator.code().builtin()) {
            case VAR_HANDLE -> values.get(handles.get(operator.outputs().get(0)));
            case READ_VARIABLE, ASSIGN_VARIABLE ->
                values.get(handles.get(operator.inputs().get(0)));
            default -> null;
        };
    }
}
