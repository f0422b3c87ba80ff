// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Subgraph;
import io.espalier.lite.lower.LoweringException;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.NodeDef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Lowers what is asked of a graph, and no more: outputs are followed back to inputs, into the functions that nodes call. What only training or
 * saving needs is never met.
 */
final class GraphEvaluation {
    private final Map<String, FunctionDef> functions;
    private final Variables variables;
    private final Subgraphs subgraphs;
    private final SubgraphAssembly assembly;
    private final Unsupported unsupported;
    private final Deque<String> called = new ArrayDeque<>();

    /** The subgraphs that operators call, behind those of the signatures. */
    static final class Subgraphs {
        private final int first;
        private final List<Subgraph> called = new ArrayList<>();

        Subgraphs(int first) {
            this.first = first;
        }

        /** Adds one; its index. */
        int add(Subgraph subgraph) {
            called.add(subgraph);
            return first + called.size() - 1;
        }

        List<Subgraph> all() {
            return List.copyOf(called);
        }
    }

    /** The operators that no rule takes, and how many there are of each. */
    static final class Unsupported {
        private final Map<String, Integer> counts = new TreeMap<>();

        void add(String operator) {
            counts.merge(operator, 1, Integer::sum);
        }

        Map<String, Integer> counts() {
            return counts;
        }
    }

    GraphEvaluation(
            Map<String, FunctionDef> functions, Variables variables, Subgraphs subgraphs, Unsupported unsupported) {
        this(functions, variables, subgraphs, unsupported, new SubgraphAssembly());
    }

    private GraphEvaluation(
            Map<String, FunctionDef> functions,
            Variables variables,
            Subgraphs subgraphs,
            Unsupported unsupported,
            SubgraphAssembly assembly) {
        this.functions = functions;
        this.variables = variables;
        this.subgraphs = subgraphs;
        this.unsupported = unsupported;
        this.assembly = assembly;
    }

    SubgraphAssembly assembly() {
        return assembly;
    }

    Variables variables() {
        return variables;
    }

    Subgraphs subgraphs() {
        return subgraphs;
    }

    /** An evaluation of a function as a subgraph of its own. */
    GraphEvaluation inner() {
        return new GraphEvaluation(functions, variables, subgraphs, unsupported, new SubgraphAssembly());
    }

    Optional<FunctionDef> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    /** The results of a function for these arguments, as part of this subgraph. */
    List<Value> call(String name, List<Value> arguments) {
        FunctionDef function = function(name)
                .orElseThrow(() -> new LoweringException("the function '" + name + "' is not in the file"));
        if (called.contains(name)) {
            throw new LoweringException("the function '" + name + "' calls itself");
        }
        called.push(name);
        try {
            NodeScope scope = NodeScope.of(function, arguments, this);
            return scope.values(function.outputs().stream()
                    .map(output -> function.returns().getOrDefault(output.name(), output.name()))
                    .toList());
        } finally {
            called.pop();
        }
    }

    /** The outputs of one node. */
    List<Value> lower(NodeDef node, List<Value> inputs) {
        Optional<NodeRule> rule = rule(node);
        if (rule.isEmpty()) {
            unsupported.add(node.op());
            return List.of(new Value.Absent(false));
        }
        try {
            return rule.get().outputs(new NodeCall(node, inputs, this));
        } catch (LoweringException e) {
            throw e.getMessage().startsWith("node '") ? e : refused(node, e.getMessage());
        } catch (IndexOutOfBoundsException
                | IllegalArgumentException
                | ArithmeticException
                | NegativeArraySizeException e) {
            // Rules take it that shapes and attributes fit, as those of a graph that TensorFlow runs do.
            throw refused(node, "its inputs and attributes do not fit: " + e.getMessage());
        }
    }

    private static LoweringException refused(NodeDef node, String why) {
        return new LoweringException(
                "node '" + node.name() + "' (" + node.op() + ") cannot be converted to TFLite: " + why);
    }

    private Optional<NodeRule> rule(NodeDef node) {
        return functions.containsKey(node.op())
                ? Optional.of(call -> call(node.op(), call.inputs()))
                : TensorFlowOperators.of(node.op());
    }
}
