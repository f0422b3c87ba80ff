// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.lower.LoweringException;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.NodeDef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The nodes of a graph or of one call of a function, and the values of those that were asked for. */
final class NodeScope {
    private final Map<String, NodeDef> nodes = new HashMap<>();
    private final Map<String, List<Value>> done;
    private final GraphEvaluation evaluation;

    private NodeScope(List<NodeDef> nodes, Map<String, List<Value>> given, GraphEvaluation evaluation) {
        nodes.forEach(node -> this.nodes.put(node.name(), node));
        this.done = given;
        this.evaluation = evaluation;
    }

    /** The nodes of a graph, with the values of those that are fed. */
    static NodeScope of(List<NodeDef> nodes, Map<String, Value> fed, GraphEvaluation evaluation) {
        Map<String, List<Value>> given = new HashMap<>();
        fed.forEach((reference, value) -> given.put(Reference.of(reference).node(), List.of(value)));
        return new NodeScope(nodes, given, evaluation);
    }

    /** The nodes of a function, with its arguments. */
    static NodeScope of(FunctionDef function, List<Value> arguments, GraphEvaluation evaluation) {
        if (function.inputs().size() != arguments.size()) {
            throw new LoweringException("the function '" + function.name() + "' takes "
                    + function.inputs().size() + " arguments, not " + arguments.size());
        }
        Map<String, List<Value>> given = new HashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            given.put(function.inputs().get(i).name(), List.of(arguments.get(i)));
        }
        return new NodeScope(function.nodes(), given, evaluation);
    }

    /** What these references stand for. */
    List<Value> values(List<String> references) {
        return references.stream().map(Reference::of).map(this::value).toList();
    }

    private Value value(Reference reference) {
        evaluate(reference.node());
        return output(reference);
    }

    private Value output(Reference reference) {
        List<Value> outputs = done.getOrDefault(reference.node(), List.of());
        NodeDef node = nodes.get(reference.node());
        int index = reference.index(node);
        if (outputs.size() == 1 && outputs.get(0) instanceof Value.Absent) {
            return outputs.get(0);
        }
        if (index >= outputs.size()) {
            throw new LoweringException("node '" + reference.node() + "' has " + outputs.size()
                    + " outputs that can be converted; output " + index + " is used");
        }
        return outputs.get(index);
    }

    /** Goes back to inputs without recursion: networks are deeper than a stack of calls may be. */
    private void evaluate(String wanted) {
        Deque<String> open = new ArrayDeque<>();
        Set<String> waiting = new HashSet<>();
        open.push(wanted);
        while (!open.isEmpty()) {
            String name = open.peek();
            if (done.containsKey(name)) {
                open.pop();
                continue;
            }
            NodeDef node = find(name);
            List<Reference> inputs = node.inputs().stream()
                    .filter(input -> !input.startsWith("^"))
                    .map(Reference::of)
                    .toList();
            List<String> missing = inputs.stream()
                    .map(Reference::node)
                    .filter(input -> !done.containsKey(input))
                    .toList();
            if (missing.isEmpty()) {
                done.put(name, lowered(node, inputs));
                waiting.remove(name);
                open.pop();
            } else if (waiting.add(name)) {
                missing.forEach(open::push);
            } else {
                throw new LoweringException(
                        "node '" + name
                                + "' depends on itself: loops of TensorFlow 1 are not supported; save the model with TensorFlow 2");
            }
        }
    }

    private NodeDef find(String name) {
        NodeDef node = nodes.get(name);
        if (node == null) {
            throw new LoweringException("the graph has no node '" + name + "', but another takes its output");
        }
        return node;
    }

    private List<Value> lowered(NodeDef node, List<Reference> references) {
        List<Value> inputs = new ArrayList<>();
        for (Reference reference : references) {
            inputs.add(output(reference));
        }
        Value.@Nullable Absent absent = null;
        for (Value input : inputs) {
            if (input instanceof Value.Absent found && (absent == null || absent.isDead())) {
                absent = found;
            }
        }
        return absent == null || (absent.isDead() && ControlRules.joins(node.op()))
                ? evaluation.lower(node, inputs)
                : List.of(absent);
    }

    /**
     * An output of a node.
     *
     * @param output the name of the output or list of outputs; empty in graphs, which number all outputs of a node
     * @param place in that list, or among all
     */
    private record Reference(String node, String output, int place) {
        static Reference of(String text) {
            String[] parts = text.split(":", -1);
            try {
                return switch (parts.length) {
                    case 1 -> new Reference(parts[0], "", 0);
                    case 2 -> new Reference(parts[0], "", Integer.parseInt(parts[1]));
                    case 3 -> new Reference(parts[0], parts[1], Integer.parseInt(parts[2]));
                    default -> throw new LoweringException("'" + text + "' is not the output of a node");
                };
            } catch (NumberFormatException e) {
                throw new LoweringException("'" + text + "' is not the output of a node");
            }
        }

        int index(@Nullable NodeDef node) {
            return node == null || output.isEmpty() ? place : OutputNames.first(node, output) + place;
        }
    }
}
