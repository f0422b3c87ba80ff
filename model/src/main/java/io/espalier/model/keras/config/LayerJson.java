// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** What the JSON of a layer, or of a model, says it is. */
public final class LayerJson {
    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

    private LayerJson() {}

    public static String classOf(JsonNode layer) {
        return layer.path("class_name").asText();
    }

    public static boolean isInput(JsonNode layer) {
        return classOf(layer).equals("InputLayer");
    }

    public static boolean isModel(JsonNode layer) {
        return MODELS.contains(classOf(layer));
    }

    /** The layers of a model. */
    public static JsonNode layersOf(JsonNode config) {
        return config.path("layers");
    }

    /**
     * Leaves out the package under which a class was registered, as in {@code Custom>MyLayer}. A class of one's own that is built as a
     * functional model is one.
     */
    public static void renameClass(ObjectNode layer) {
        String name = classOf(layer);
        JsonNode config = layer.path("config");
        if (!MODELS.contains(name) && config.path("layers").isArray() && config.has("output_layers")) {
            layer.put("class_name", "Functional");
        } else {
            layer.put("class_name", name.substring(name.lastIndexOf('>') + 1));
        }
    }
}
