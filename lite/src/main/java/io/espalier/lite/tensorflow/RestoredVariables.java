// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.NodeDef;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which entry of its checkpoint each variable gets, as the restoring operation of a SavedModel says it: it reads entries by name, and assigns them to
 * variables. TensorFlow 1 does so in the graph, TensorFlow 2 in a function.
 */
final class RestoredVariables {
    private static final Set<String> ASSIGNING = Set.of("Assign", "AssignVariableOp");
    private static final Set<String> PASSING = Set.of("Identity", "Reshape", "Cast");

    private final Map<String, FunctionDef> functions;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> called = new HashSet<>();

    /**
     * An entry of a checkpoint.
     *
     * @param part which part of it, as {@code RestoreV2} writes it; empty for the whole
     */
    record Entry(String key, String part) {}

    private RestoredVariables(Map<String, FunctionDef> functions) {
        this.functions = functions;
    }

    /** The entries by the nodes of the graph that hold the variables. */
    static Map<String, Entry> of(MetaGraph graph) {
        RestoredVariables restored = new RestoredVariables(graph.graph().functions().stream()
                .collect(Collectors.toMap(FunctionDef::name, Function.identity(), (one, other) -> one)));
        Map<String, NodeDef> nodes = byName(graph.graph().nodes());
        String restore = graph.saver().restore();
        if (nodes.containsKey(restore)) {
            restored.follow(reachable(nodes, restore), nodes, Map.of());
        }
        return restored.entries;
    }

    private static Map<String, NodeDef> byName(Collection<NodeDef> nodes) {
        return nodes.stream().collect(Collectors.toMap(NodeDef::name, Function.identity(), (one, other) -> one));
    }

    /** The nodes that have to run for one to have run. */
    private static List<NodeDef> reachable(Map<String, NodeDef> nodes, String from) {
        Set<String> seen = new HashSet<>(Set.of(from));
        Deque<String> open = new ArrayDeque<>(seen);
        List<NodeDef> found = new ArrayList<>();
        while (!open.isEmpty()) {
            NodeDef node = nodes.get(open.pop());
            if (node != null) {
                found.add(node);
                node.inputs().stream()
                        .map(RestoredVariables::node)
                        .filter(seen::add)
                        .forEach(open::push);
            }
        }
        return found;
    }

    private static String node(String reference) {
        String plain = reference.startsWith("^") ? reference.substring(1) : reference;
        return plain.split(":", 2)[0];
    }

    /** @param arguments for the arguments of a function, the nodes of the graph that they are */
    private void follow(Collection<NodeDef> run, Map<String, NodeDef> nodes, Map<String, String> arguments) {
        for (NodeDef node : run) {
            if (ASSIGNING.contains(node.op())) {
                String variable = source(node.inputs().get(0), nodes, arguments);
                entry(node.inputs().get(1), nodes).ifPresent(entry -> entries.put(variable, entry));
            } else {
                called(node).ifPresent(function -> call(function, node, nodes, arguments));
            }
        }
    }

    private void call(FunctionDef function, NodeDef node, Map<String, NodeDef> nodes, Map<String, String> arguments) {
        Map<String, String> inner = new HashMap<>();
        for (int i = 0; i < Math.min(function.inputs().size(), node.inputs().size()); i++) {
            inner.put(function.inputs().get(i).name(), source(node.inputs().get(i), nodes, arguments));
        }
        // One that calls itself restores nothing more.
        if (called.add(function.name())) {
            follow(function.nodes(), byName(function.nodes()), inner);
            called.remove(function.name());
        }
    }

    private Optional<FunctionDef> called(NodeDef node) {
        return node.attribute("f", AttrValue.Function.class).map(function -> functions.get(function.name()));
    }

    /** The node of the graph whose output a reference is, through what passes it on. */
    private static String source(String reference, Map<String, NodeDef> nodes, Map<String, String> arguments) {
        String name = node(passed(reference, nodes, Set.of("Identity")));
        return arguments.getOrDefault(name, name);
    }

    /** What a reference stands for behind nodes that pass it on; damaged files may have circles of these. */
    private static String passed(String reference, Map<String, NodeDef> nodes, Set<String> passing) {
        String passed = reference;
        Set<String> seen = new HashSet<>();
        NodeDef node = nodes.get(node(passed));
        while (node != null && passing.contains(node.op()) && !node.inputs().isEmpty() && seen.add(node.name())) {
            passed = node.inputs().get(0);
            node = nodes.get(node(passed));
        }
        return passed;
    }

    private static Optional<Entry> entry(String reference, Map<String, NodeDef> nodes) {
        String restored = passed(reference, nodes, PASSING);
        NodeDef node = nodes.get(node(restored));
        if (node == null || (!node.op().equals("RestoreV2") && !node.op().equals("Restore"))) {
            return Optional.empty();
        }
        String[] parts = restored.split(":");
        int place = parts.length == 1 ? 0 : Integer.parseInt(parts[parts.length - 1]);
        return text(nodes, node, 1, place)
                .map(key -> new Entry(key, text(nodes, node, 2, place).orElse("")));
    }

    private static Optional<String> text(Map<String, NodeDef> nodes, NodeDef node, int input, int place) {
        return Optional.ofNullable(
                        input < node.inputs().size()
                                ? nodes.get(node(node.inputs().get(input)))
                                : null)
                .flatMap(constant -> constant.attribute("value", AttrValue.Constant.class))
                .map(constant -> constant.value())
                .map(ConstantTensor::strings)
                .filter(texts -> place < texts.size())
                .map(texts -> texts.get(place).text());
    }
}
