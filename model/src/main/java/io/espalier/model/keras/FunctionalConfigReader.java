// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.keras.config.CallSettings;
import io.espalier.model.keras.config.ConfigTensor;
import io.espalier.model.keras.config.KerasOrder;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.keras.config.LayerJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The layers of a functional model, each call when what it takes has been added.
 *
 * <p>{@code ["layer", 1, 0]} names what the second call puts out. A model that is a layer counts as called once for itself in some versions,
 * when it was made, so that its first call by another is its second.
 */
final class FunctionalConfigReader {
    private final ModelConfigReader model;
    private final JsonNode config;
    private final List<JsonNode> layers = new ArrayList<>();

    /** Which calls the file names of each layer. */
    private final Map<String, Set<Integer>> named = new HashMap<>();

    private final Map<String, Integer> calls = new HashMap<>();
    private final Set<String> models = new HashSet<>();

    /** Layers of which more than the first output is used. */
    private final Set<String> severalOutputs = new HashSet<>();

    /** What each call that has been read puts out, as it is called in the whole; by layer and call. */
    private final Map<Call, List<String>> results = new HashMap<>();

    /** A key of maps, so its methods are written out: Java assembles those of a record at the first call, which takes some milliseconds. */
    private record Call(String layer, int number) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Call that && number == that.number && layer.equals(that.layer);
        }

        @Override
        public int hashCode() {
            return 31 * layer.hashCode() + number;
        }
    }

    FunctionalConfigReader(ModelConfigReader model, JsonNode config) {
        this.model = model;
        this.config = config;
    }

    /** Adds the layers; what the outputs are called in the whole. */
    List<String> outputs() {
        LayerJson.layersOf(config).forEach(layers::add);
        List<String> inputs = tensors(config.path("input_layers"), "input_layers").stream()
                .map(ConfigTensor::layer)
                .toList();
        inputsInOrder(inputs);
        collectCalls();
        if (model.isWithin()) {
            model.checkInputs(inputs.size());
            inputs.forEach(input -> results.put(new Call(input, 0), List.of(model.fedBy.get(inputs.indexOf(input)))));
            layers.removeIf(LayerJson::isInput);
        }
        addLayers();
        List<ConfigTensor> outputs = tensors(config.path("output_layers"), "output_layers");
        if (!outputs.stream().allMatch(this::isRead)) {
            throw model.error(
                    "'output_layers' lists " + names(outputs) + ", but not all of these are layers of the model");
        }
        model.groupsInOrder(
                KerasOrder.of(graph(), outputs.stream().map(this::nameOfCall).toList()));
        return outputs.stream().map(this::result).toList();
    }

    private List<KerasOrder.Call> graph() {
        List<KerasOrder.Call> graph = new ArrayList<>();
        for (JsonNode layer : LayerJson.layersOf(config)) {
            String name = model.nameOf(layer);
            for (int call = 0; call < Math.max(1, callsOf(layer).size()); call++) {
                graph.add(new KerasOrder.Call(
                        nameOfCall(new Call(name, call)),
                        name,
                        inboundTensors(layer, call).stream()
                                .map(this::nameOfCall)
                                .toList()));
            }
        }
        return graph;
    }

    private String nameOfCall(ConfigTensor tensor) {
        return nameOfCall(callOf(tensor));
    }

    private static String nameOfCall(Call call) {
        return call.layer() + "\0" + call.number();
    }

    private void addLayers() {
        List<Pending> waiting =
                new ArrayList<>(layers.stream().map(Pending::new).toList());
        while (!waiting.isEmpty()) {
            boolean moved = false;
            for (Pending layer : waiting) {
                int before = layer.done;
                layer.done = addCalls(layer.json, before);
                moved |= layer.done > before;
            }
            if (!moved) {
                throw stuck(waiting.get(0).json, waiting.get(0).done);
            }
            waiting.removeIf(Pending::isDone);
        }
    }

    /** A layer of which not all calls have been added. */
    private static final class Pending {
        private final JsonNode json;
        private int done;

        Pending(JsonNode json) {
            this.json = json;
        }

        boolean isDone() {
            return done >= Math.max(1, callsOf(json).size());
        }
    }

    // Calls of one layer are read in their order.
    private int addCalls(JsonNode layer, int from) {
        String name = model.nameOf(layer);
        int call = from;
        while (call < Math.max(1, callsOf(layer).size())) {
            List<ConfigTensor> inputs = inboundTensors(layer, call);
            if (!inputs.stream().allMatch(this::isRead)) {
                break;
            }
            List<String> fedBy = inputs.stream().map(this::result).toList();
            JsonNode called = CallSettings.put(
                            layer, callsOf(layer).path(call).path(0).path(3))
                    .orElse(layer);
            JsonNode used = severalOutputs.contains(name) ? called : LayerJson.withFirstOutput(called);
            results.put(new Call(name, call), model.call(used, name, fedBy, call, isTraining(layer, call)));
            call++;
        }
        return call;
    }

    private RuntimeException stuck(JsonNode layer, int call) {
        return model.error("layer '" + model.nameOf(layer) + "' takes its input from "
                + names(inboundTensors(layer, call)) + ", but not all of these are layers before it");
    }

    // The model's inputs are in the order of its input layers; Keras keeps that order apart from the order of layers.
    private void inputsInOrder(List<String> names) {
        List<JsonNode> inputs = layers.stream().filter(LayerJson::isInput).toList();
        List<String> listed = inputs.stream().map(model::nameOf).toList();
        if (listed.equals(names)) {
            return;
        }
        if (listed.size() != names.size() || !listed.containsAll(names)) {
            throw model.error("'input_layers' names " + names + ", but the InputLayers are " + listed);
        }
        layers.removeAll(inputs);
        layers.addAll(
                0, names.stream().map(name -> inputs.get(listed.indexOf(name))).toList());
    }

    private void collectCalls() {
        for (JsonNode layer : layers) {
            String name = model.nameOf(layer);
            calls.put(name, Math.max(1, callsOf(layer).size()));
            if (LayerJson.isModel(layer)) {
                models.add(name);
            }
            callsOf(layer).forEach(call -> call.forEach(this::collectNamed));
        }
        config.path("output_layers").forEach(this::collectNamed);
        collectNamed(config.path("output_layers"));
    }

    private void collectNamed(JsonNode tensor) {
        ConfigTensor.of(tensor).ifPresent(used -> {
            named.computeIfAbsent(used.layer(), unused -> new TreeSet<>()).add(used.call());
            if (used.output() > 0) {
                severalOutputs.add(used.layer());
            }
        });
    }

    private static JsonNode callsOf(JsonNode layer) {
        return layer.path("inbound_nodes");
    }

    private List<ConfigTensor> inboundTensors(JsonNode layer, int call) {
        LayerConfig settings = new LayerConfig(
                model.file,
                model.prefix + model.nameOf(layer),
                LayerJson.classOf(layer),
                layer.path("config"),
                List.of());
        List<ConfigTensor> inputs = new ArrayList<>();
        for (JsonNode tensor : callsOf(layer).path(call)) {
            inputs.add(ConfigTensor.of(tensor)
                    .filter(this::isCall)
                    .orElseThrow(() -> settings.error("takes input " + tensor
                            + "; expected the output of a layer call, such as [\"layer\", 0, 0, {}]")));
            if (CallSettings.put(layer, tensor.path(3)).isEmpty()) {
                throw settings.error(
                        "is called with arguments " + tensor.get(3) + "; this layer does not take them here");
            }
        }
        return inputs;
    }

    /** Whether a layer is called as while it is trained. */
    private static boolean isTraining(JsonNode layer, int call) {
        for (JsonNode tensor : callsOf(layer).path(call)) {
            if (isTraining(tensor)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isTraining(JsonNode tensor) {
        return LayerJson.flag(tensor.path(3).path("training")).orElse(false);
    }

    private List<ConfigTensor> tensors(JsonNode list, String setting) {
        List<ConfigTensor> tensors = new ArrayList<>();
        // A model with one tensor may have it without the list around it.
        Iterable<JsonNode> listed = ConfigTensor.of(list).isPresent() ? List.of(list) : list;
        for (JsonNode tensor : listed) {
            tensors.add(ConfigTensor.of(tensor)
                    .orElseThrow(
                            () -> model.error("'" + setting + "' has " + tensor + "; expected [\"layer\", 0, 0]")));
        }
        if (tensors.isEmpty()) {
            throw model.error("'" + setting + "' is " + list + "; a functional model needs at least one");
        }
        return tensors;
    }

    private boolean isCall(ConfigTensor tensor) {
        int count = calls.getOrDefault(tensor.layer(), 1);
        int call = callOf(tensor).number();
        return call >= 0 && call < count;
    }

    private Call callOf(ConfigTensor tensor) {
        Set<Integer> seen = named.getOrDefault(tensor.layer(), Set.of());
        int count = calls.getOrDefault(tensor.layer(), 1);
        boolean countsItsMaking =
                models.contains(tensor.layer()) && !seen.contains(0) && (seen.contains(count) || count > 1);
        return new Call(tensor.layer(), countsItsMaking ? tensor.call() - 1 : tensor.call());
    }

    private boolean isRead(ConfigTensor tensor) {
        return results.containsKey(callOf(tensor));
    }

    private String result(ConfigTensor tensor) {
        List<String> outputs = results.getOrDefault(callOf(tensor), List.of());
        if (tensor.output() < 0 || tensor.output() >= outputs.size()) {
            throw model.error("output " + tensor.output() + " of layer '" + tensor.layer()
                    + "' is used, but the layer has " + outputs.size()
                    + " here");
        }
        return outputs.get(tensor.output());
    }

    private static List<String> names(List<ConfigTensor> tensors) {
        return new ArrayList<>(
                new LinkedHashSet<>(tensors.stream().map(ConfigTensor::layer).toList()));
    }
}
