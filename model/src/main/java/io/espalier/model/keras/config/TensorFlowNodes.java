// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Operations as tf.keras 2.0 to 2.3 puts them into models: a node of a TensorFlow graph, and those of its inputs that are constants, by their
 * places.
 *
 * <pre>
 * "class_name": "TensorFlowOpLayer", "name": "tf_op_layer_Reshape", "config": {"name": "Reshape", "constants": {"1": [-1, 6]},
 *     "node_def": {"op": "Reshape", "input": ["a", "Reshape/shape"], "attr": {"T": {"type": "DT_FLOAT"}}}}
 * </pre>
 */
final class TensorFlowNodes {
    static final String CLASS = "TensorFlowOpLayer";

    private static final Map<String, String> FUNCTIONS = Map.of("real_div", "truediv", "split_v", "split");
    private static final Map<String, String> ARGUMENTS =
            Map.of("keep_dims", "keepdims", "squeeze_dims", "axis", "DstT", "dtype", "num_split", "num_or_size_splits");
    private static final Map<String, String> TYPES = Map.of(
            "DT_FLOAT", "float32", "DT_HALF", "float16", "DT_INT32", "int32", "DT_INT64", "int64", "DT_BOOL", "bool");

    private TensorFlowNodes() {}

    /** Receives arguments in their order; null is a tensor. */
    interface Arguments {
        void put(String name, JsonNode value);
    }

    /** Tells the arguments, and leaves the name of the function in the settings. */
    static void upgrade(ObjectNode layer, ObjectNode config, Arguments arguments) {
        JsonNode node = parsed(config.path("node_def"));
        String operation = node.path("op").asText();
        String function = Keras3Paths.snakeCase(operation).replaceFirst("_?v2$", "");
        int inputs = node.path("input").size();
        for (int place = 0; place < inputs; place++) {
            boolean isAxis =
                    (function.equals("concat") && place == inputs - 1) || (function.equals("split") && place == 0);
            JsonNode constant = config.path("constants").path(String.valueOf(place));
            arguments.put(
                    isAxis ? "axis" : String.valueOf(place),
                    constant.isMissingNode() ? JsonNodeFactory.instance.nullNode() : constant);
        }
        node.path("attr").properties().forEach(attribute -> {
            JsonNode value = value(attribute.getKey(), attribute.getValue());
            if (!value.isMissingNode()) {
                arguments.put(ARGUMENTS.getOrDefault(attribute.getKey(), attribute.getKey()), value);
            }
        });
        config.remove(List.of("node_def", "constants"));
        config.put("function", FUNCTIONS.getOrDefault(function, function));
        if (layer.has("name")) {
            // Others know it by this one.
            config.set("name", layer.get("name"));
        }
    }

    // Some versions wrote it as a text.
    private static JsonNode parsed(JsonNode node) {
        try {
            return node.isTextual() ? JsonTree.parse(node.textValue()) : node;
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }

    /** A text, of which files have the bytes. */
    private static JsonNode decoded(String text) {
        try {
            String decoded = new String(Base64.getDecoder().decode(text), StandardCharsets.US_ASCII);
            return JsonNodeFactory.instance.textNode(decoded);
        } catch (IllegalArgumentException e) {
            return MissingNode.getInstance();
        }
    }

    /** Missing for the types of inputs, which are known. */
    private static JsonNode value(String name, JsonNode attribute) {
        if (attribute.has("type")) {
            String type = attribute.get("type").asText();
            return name.equals("DstT")
                    ? JsonNodeFactory.instance.textNode(TYPES.getOrDefault(type, type))
                    : MissingNode.getInstance();
        }
        if (name.equals("N") || name.startsWith("_")) {
            return MissingNode.getInstance();
        }
        if (name.equals("equation")) {
            return decoded(attribute.path("s").asText());
        }
        if (attribute.has("list")) {
            ArrayNode numbers = JsonNodeFactory.instance.arrayNode();
            attribute.get("list").path("i").forEach(number -> numbers.add(number.asInt()));
            return numbers;
        }
        if (attribute.has("i")) {
            return JsonNodeFactory.instance.numberNode(attribute.get("i").asInt());
        }
        // A flag that is off is as one that is not there.
        return attribute.path("b").asBoolean(false) ? attribute.get("b") : attribute.path("f");
    }
}
