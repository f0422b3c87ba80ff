// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.keras.config.ModelConfigWriter;
import io.espalier.model.keras.config.WritableModel;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.merging.Dot;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model in the words of layers models: the configuration of Keras 2, in which nothing is left that TensorFlow.js would ignore or compute
 * otherwise, and the weights by the names that TensorFlow.js gives them.
 */
final class LayersConfig {
    private static final int MOST_AXES_NORMALIZED = 3;
    private static final int MOST_AXES_OF_DOT = 2;

    private static final Set<String> FUNCTIONS = Arrays.stream(ActivationFunction.values())
            .filter(FunctionParts::isKnown)
            .map(ActivationFunction::kerasName)
            .collect(Collectors.toUnmodifiableSet());

    private final Model model;
    private final List<String> problems = new ArrayList<>();

    private LayersConfig(Model model) {
        this.model = model;
    }

    /**
     * What is written of a model.
     *
     * @param config a {@code model_config} of Keras 2
     * @param weights in the order of the layers
     */
    record Written(ObjectNode config, Map<String, Tensor> weights) {}

    /** @throws ModelException if layers models cannot hold the model; names each layer and what it is about */
    static Written of(Model given) {
        Model known = LayersModel.of(given);
        LayersConfig config = new LayersConfig(WritableModel.ofKeras2(known));
        return config.written();
    }

    private Written written() {
        ObjectNode config = new ModelConfigWriter(model).write();
        for (JsonNode layer : config.path("config").path("layers")) {
            adapt((ObjectNode) layer);
        }
        for (Node node : model.nodes()) {
            checkShapes(node);
        }
        if (!problems.isEmpty()) {
            throw new ModelException(String.join("\n", problems)
                    + "\nLayers models of TensorFlow.js cannot hold this; export the model as a graph instead:"
                    + " --to tfjs-graph");
        }
        return new Written(config, weights());
    }

    private void adapt(ObjectNode layer) {
        String name = layer.path("config").path("name").asText();
        String kind = layer.path("class_name").asText();
        if (!(layer.get("config") instanceof ObjectNode config)
                || !LayerKeys.classes().contains(kind)) {
            problem(name, kind, "layers models of TensorFlow.js have no such layer");
            return;
        }
        adapt(name, kind, config);
        for (JsonNode call : layer.path("inbound_nodes")) {
            for (JsonNode tensor : call) {
                if (!tensor.path(3).isEmpty()) {
                    problem(name, kind, "its call has arguments that TensorFlow.js does not take: " + tensor.path(3));
                }
            }
        }
    }

    private void adapt(String name, String kind, ObjectNode config) {
        for (String problem : LayerKeys.problems(kind, config)) {
            problem(name, kind, problem);
        }
        for (String setting : List.of("activation", "recurrent_activation")) {
            String function = config.path(setting).asText("linear");
            if (function.equals("celu")) {
                config.put(setting, "elu");
            } else if (!FUNCTIONS.contains(function)) {
                problem(name, kind, "its " + setting + " '" + function + "' is none that TensorFlow.js has");
            }
        }
        if (config.path("axis") instanceof ArrayNode axes && axes.size() == 1) {
            config.set("axis", axes.get(0));
        }
        if (config.get("layer") instanceof ObjectNode within && within.get("config") instanceof ObjectNode settings) {
            String kindWithin = within.path("class_name").asText();
            // TensorFlow.js puts forward_ and backward_ before the name by itself.
            settings.put("name", withinName(kindWithin));
            adapt(name, kindWithin, settings);
        }
    }

    private static String withinName(String kind) {
        return kind.toLowerCase(Locale.ROOT);
    }

    private void checkShapes(Node node) {
        int rank = model.inputShapes(node).stream()
                .mapToInt(shape -> shape.rank())
                .max()
                .orElse(0);
        if (node.layer() instanceof BatchNormalization && rank > MOST_AXES_NORMALIZED) {
            problem(node.name(), node.layer().kind(), "TensorFlow.js normalizes at most pictures, not volumes");
        }
        if (node.layer() instanceof Dot && rank > MOST_AXES_OF_DOT) {
            problem(node.name(), node.layer().kind(), "TensorFlow.js multiplies at most matrices");
        }
        boolean isCalledWithMore = LayerKeys.classes().contains(node.layer().kind())
                && Set.of("LSTM", "GRU", "SimpleRNN", "Bidirectional", "Softmax")
                        .contains(node.layer().kind())
                && node.inputs().size() > 1;
        if (isCalledWithMore) {
            problem(node.name(), node.layer().kind(), "it is called with states or a mask, which is not supported");
        }
    }

    private void problem(String name, String kind, String text) {
        problems.add("layer '" + name + "' (" + kind + "): " + text);
    }

    private Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Node node : model.nodes()) {
            for (WeightSpec weight : model.weightSpecs(node)) {
                weights.put(
                        node.name() + "/" + name(node, weight.name()),
                        model.weights().get(node.name(), weight.name()));
            }
        }
        return weights;
    }

    private static String name(Node node, String weight) {
        if (node.layer() instanceof Bidirectional both) {
            int slash = weight.indexOf('/');
            String direction = weight.substring(0, slash);
            return direction + "_" + withinName(both.forward().kind()) + weight.substring(slash);
        }
        return weight;
    }
}
