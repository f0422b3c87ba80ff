// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.Model;
import io.espalier.model.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The layers of a functional model in the order in which Keras lists them, which it works out anew whenever it builds one, and by which it finds
 * the weights in a file: those farthest from the outputs first, and among those equally far the one first that is met first on the way from the
 * outputs to the inputs. Layers that lead to no output, which Keras would not have, come last.
 */
public final class KerasOrder {
    /**
     * A call of a layer.
     *
     * @param name unique among all calls
     * @param inputs the calls whose outputs it takes
     */
    public record Call(String name, String layer, List<String> inputs) {
        public Call {
            inputs = List.copyOf(inputs);
        }
    }

    private final List<Call> all;
    private final Map<String, Call> calls = new HashMap<>();
    private final Map<String, Integer> met = new LinkedHashMap<>();
    private final List<Call> inputsFirst = new ArrayList<>();

    private KerasOrder(List<Call> all) {
        this.all = all;
        all.forEach(call -> calls.put(call.name(), call));
    }

    /** The names of the layers. */
    public static List<String> of(List<Call> calls, List<String> outputs) {
        return new KerasOrder(calls).layers(outputs);
    }

    /** Each layer once, by the node of its first call. */
    public static List<Node> of(Model model) {
        if (model.topology() == Model.Topology.SEQUENTIAL) {
            return model.nodes();
        }
        WrittenGraph graph = new WrittenGraph(model);
        List<Call> calls = graph.nodes().stream()
                .map(node -> new Call(
                        node.name(),
                        node.weightsOf(),
                        graph.call(node).inputs().stream()
                                .map(input -> input.node().name())
                                .toList()))
                .toList();
        List<String> outputs = model.outputs().stream()
                .map(output -> graph.output(output).node().name())
                .toList();
        return of(calls, outputs).stream().map(model::node).toList();
    }

    private List<String> layers(List<String> outputs) {
        outputs.forEach(this::meet);
        Map<String, Integer> depths = depths();
        for (Call call : all) {
            if (call.inputs().isEmpty()) {
                // Inputs that lead nowhere are as near as can be, and before all others there.
                depths.putIfAbsent(call.layer(), 0);
                met.putIfAbsent(call.layer(), -1);
            }
        }
        return new LinkedHashSet<>(all.stream().map(Call::layer).toList())
                .stream()
                        .sorted((one, other) -> {
                            int byDepth = Integer.compare(depths.getOrDefault(other, -1), depths.getOrDefault(one, -1));
                            return byDepth != 0
                                    ? byDepth
                                    : Integer.compare(met.getOrDefault(one, 0), met.getOrDefault(other, 0));
                        })
                        .toList();
    }

    // Not by recursion, which a deep model is too deep for.
    private void meet(String output) {
        Set<String> seen = new HashSet<>();
        inputsFirst.forEach(call -> seen.add(call.name()));
        Deque<String> path = new ArrayDeque<>();
        Map<String, Integer> next = new HashMap<>();
        path.push(output);
        while (!path.isEmpty()) {
            Call call = calls.get(path.peek());
            if (call == null || seen.contains(call.name())) {
                path.pop();
                continue;
            }
            met.putIfAbsent(call.layer(), met.size());
            int input = next.merge(call.name(), 1, Integer::sum) - 1;
            if (input < call.inputs().size()) {
                path.push(call.inputs().get(input));
            } else {
                path.pop();
                seen.add(call.name());
                inputsFirst.add(call);
            }
        }
    }

    /** How far each layer is from the outputs, at the most. */
    private Map<String, Integer> depths() {
        Map<String, Integer> ofCalls = new HashMap<>();
        Map<String, Integer> ofLayers = new HashMap<>();
        for (int i = inputsFirst.size() - 1; i >= 0; i--) {
            Call call = inputsFirst.get(i);
            int depth = Math.max(ofCalls.getOrDefault(call.name(), 0), ofLayers.getOrDefault(call.layer(), 0));
            ofLayers.put(call.layer(), depth);
            ofCalls.put(call.name(), depth);
            call.inputs().forEach(input -> ofCalls.merge(input, depth + 1, Math::max));
        }
        return ofLayers;
    }
}
