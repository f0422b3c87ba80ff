// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Where the settings of a layer differ between Keras 3 and Keras 2. */
final class Keras3Layers {
    private Keras3Layers() {}

    /** Nothing is changed in a layer of Keras 2. */
    static void toKeras2(ObjectNode layer, ObjectNode config) {
        rename(config, "batch_shape", "batch_input_shape");
        if (LayerJson.classOf(layer).equals("LeakyReLU")) {
            rename(config, "negative_slope", "alpha");
        }
        nameFunction(config, "activation");
        nameFunction(config, "recurrent_activation");
    }

    // {"class_name": "function", "config": "relu", ...}
    private static void nameFunction(ObjectNode config, String setting) {
        JsonNode function = config.path(setting);
        if (function.path("class_name").asText().equals("function")
                && function.path("config").isTextual()) {
            config.set(setting, function.get("config"));
        }
    }

    /** The settings of a layer of Keras 2.15, as {@link LayerConfigWriter} writes them, for Keras 3. */
    static void fromKeras2(ObjectNode layer, ObjectNode config) {
        switch (LayerJson.classOf(layer)) {
            case "InputLayer" -> rename(config, "batch_input_shape", "batch_shape");
            case "LeakyReLU" -> rename(config, "alpha", "negative_slope");
            case "DepthwiseConv2D", "DepthwiseConv1D" -> config.remove("groups");
            case "BatchNormalization" -> {
                if (config.path("axis").size() == 1) {
                    config.set("axis", config.get("axis").get(0));
                }
                config.put("synchronized", false);
            }
            default -> {}
        }
    }

    private static void rename(ObjectNode config, String from, String to) {
        if (config.has(from) && !config.has(to)) {
            config.set(to, config.remove(from));
        }
    }
}
