// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.ActivationNames;
import io.espalier.model.keras.config.LayerConfigWriter;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.tensor.ModelException;
import java.util.List;
import java.util.function.UnaryOperator;

/** Where the settings of a layer differ between Keras 3 and Keras 2. */
final class Keras3Layers {
    private static final List<String> ACTIVATIONS = List.of("activation", "recurrent_activation");

    private Keras3Layers() {}

    /** Whether a model is one of Keras 3, which alone calls the shape of an input so. */
    static boolean areIn(JsonNode modelConfig) {
        return modelConfig.findValue("batch_shape") != null;
    }

    /** Nothing is changed in a layer of Keras 2. */
    static void toKeras2(ObjectNode layer, ObjectNode config, boolean isKeras3) {
        rename(config, "batch_shape", "batch_input_shape");
        if (LayerJson.classOf(layer).equals("LeakyReLU")) {
            rename(config, "negative_slope", "alpha");
        }
        ACTIVATIONS.forEach(setting -> nameFunction(config, setting));
        renameFunctions(config, ActivationNames::fromTensorFlow);
        if (isKeras3) {
            renameFunctions(config, ActivationNames::fromKeras3);
        }
    }

    // {"class_name": "function", "config": "relu", ...}
    private static void nameFunction(ObjectNode config, String setting) {
        JsonNode function = config.path(setting);
        if (function.path("class_name").asText().equals("function")
                && function.path("config").isTextual()) {
            config.set(setting, function.get("config"));
        }
    }

    private static void renameFunctions(ObjectNode config, UnaryOperator<String> names) {
        for (String setting : ACTIVATIONS) {
            if (config.path(setting).isTextual()) {
                config.put(setting, names.apply(config.path(setting).textValue()));
            }
        }
    }

    /**
     * The settings of a layer of Keras 2.15, as {@link LayerConfigWriter} writes them, for Keras 3.
     *
     * @param name what it is called in the model
     * @throws ModelException if Keras 3 does not have its function
     */
    static void fromKeras2(ObjectNode layer, ObjectNode config, String name) {
        renameFunctions(config, function -> ActivationNames.toKeras3(function, name));
        switch (LayerJson.classOf(layer)) {
            case "InputLayer" -> rename(config, "batch_input_shape", "batch_shape");
            case "LeakyReLU" -> rename(config, "alpha", "negative_slope");
            // Its constructor does not take it.
            case "Discretization" -> config.remove("trainable");
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
