// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** What the JSON of a layer, or of a model, says it is. */
final class LayerJson {
    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

    private LayerJson() {}

    static String classOf(JsonNode layer) {
        return layer.path("class_name").asText();
    }

    static boolean isInput(JsonNode layer) {
        return classOf(layer).equals("InputLayer");
    }

    static boolean isModel(JsonNode layer) {
        return MODELS.contains(classOf(layer));
    }

    /** The layers of a model. Older files have those of a Sequential one in the place of its settings. */
    static JsonNode layersOf(JsonNode config) {
        return config.isArray() ? config : config.path("layers");
    }
}
