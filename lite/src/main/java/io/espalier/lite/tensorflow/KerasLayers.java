// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.model.Model;
import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.KerasReader;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.KerasMetadata;
import io.espalier.model.tensorflow.MetaGraph;
import io.espalier.model.tensorflow.MetaGraph.SavedObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The layers of a model that Keras 2 saved as a SavedModel: beside the graph, it tells the model's configuration. Keras 3 exports the graph alone.
 */
final class KerasLayers {
    /** What an object holds besides its layers and weights. */
    private static final Set<String> NO_LAYERS = Set.of(
            "keras_api",
            "losses",
            "metrics",
            "non_trainable_variables",
            "optimizer",
            "regularization_losses",
            "signatures",
            "trainable_variables",
            "variables");

    private final Path folder;
    private final List<SavedObject> objects;
    private final Variables variables;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Set<Integer> seen = new HashSet<>();

    private KerasLayers(Path folder, List<SavedObject> objects, Variables variables) {
        this.folder = folder;
        this.objects = objects;
        this.variables = variables;
    }

    /**
     * The model, if the SavedModel tells its layers.
     *
     * @throws ModelFormatException if it has layers or settings that Espalier lacks
     */
    static Optional<Model> read(
            Path folder, MetaGraph graph, Variables variables, Optional<Shape> inputShape, Consumer<String> notes)
            throws IOException {
        Optional<String> metadata = KerasMetadata.ofModel(folder, graph);
        if (metadata.isEmpty()) {
            return Optional.empty();
        }
        JsonNode config = config(folder, metadata.get());
        if (!config.isObject()) {
            return Optional.empty();
        }
        KerasLayers layers = new KerasLayers(folder, graph.objects(), variables);
        layers.collect(0);
        KerasReader reader = KerasReader.standard().withNotes(notes);
        if (inputShape.isPresent()) {
            reader = reader.withInputShape(inputShape.get().toArray());
        }
        return Optional.of(reader.read(folder, JsonTree.print(plain(config)), layers.weights));
    }

    /** A model of classes that define layers themselves has no configuration. */
    private static JsonNode config(Path folder, String metadata) {
        try {
            JsonNode json = JsonTree.parse(metadata);
            return json.path("model_config").isObject() ? json.path("model_config") : json.path("none");
        } catch (IOException e) {
            throw new ModelFormatException(folder, "the metadata of its Keras model are damaged: " + e.getMessage(), e);
        }
    }

    /** The same with lists where Keras wrote tuples and shapes. */
    private static JsonNode plain(JsonNode json) {
        if (json instanceof ObjectNode object) {
            String kind = object.path("class_name").asText();
            if (object.path("items").isArray() && (kind.equals("__tuple__") || kind.equals("TensorShape"))) {
                return plain(object.path("items"));
            }
            ObjectNode changed = object.objectNode();
            object.properties().forEach(field -> changed.set(field.getKey(), plain(field.getValue())));
            return changed;
        }
        if (json instanceof ArrayNode array) {
            ArrayNode changed = array.arrayNode();
            array.forEach(element -> changed.add(plain(element)));
            return changed;
        }
        return json;
    }

    /** The variables of an object and of those that it holds, in their order. */
    private void collect(int number) {
        if (number < 0 || number >= objects.size() || !seen.add(number)) {
            return;
        }
        SavedObject object = objects.get(number);
        if (!object.variable().isEmpty()) {
            variables.value(object.variable()).ifPresent(value -> weights.put(object.variable(), tensor(value)));
        }
        object.children().forEach((name, child) -> {
            if (!NO_LAYERS.contains(name)) {
                collect(child);
            }
        });
    }

    private Tensor tensor(ConstantTensor value) {
        if (value.type() != DataType.FLOAT) {
            throw new ModelFormatException(folder, "a weight is " + value.type() + "; only float32 is supported");
        }
        float[] values = new float[Math.toIntExact(value.shape().elements())];
        value.values().asFloatBuffer().get(values);
        return Tensor.of(
                Shape.of(value.shape().dimensions().stream()
                        .mapToInt(Math::toIntExact)
                        .toArray()),
                values);
    }
}
