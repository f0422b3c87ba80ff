// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the JSON of a layer, or of a model, says it is. */
public final class LayerJson {
    private static final Set<String> MODELS = Set.of("Sequential", "Functional", "Model");

    private static final String PER_STEP = "TimeDistributed";

    /** Layers that apply their function to what they put out, rather than within. */
    private static final Pattern ACTIVATED_LAST =
            Pattern.compile("Dense|Activation|(Depthwise|Separable)?Conv[123]D(Transpose)?|LocallyConnected[12]D");

    /** The setting of a layer's function. */
    public static final String ACTIVATION = "activation";

    /** The class by which a file names the weights of a layer, where another has taken its place. */
    public static final String STORED_CLASS = "stored_class";

    private LayerJson() {}

    /** The layer that another has for its activation function, if it is one; a missing node otherwise. */
    public static JsonNode activationOf(JsonNode layer) {
        JsonNode activation = layer.path("config").path(ACTIVATION);
        boolean isLast = ACTIVATED_LAST.matcher(classOf(layer)).matches();
        return isLast && activation.path("config").isObject() ? activation : MissingNode.getInstance();
    }

    /** The settings of a layer, with nothing for its activation function. */
    public static JsonNode withoutActivation(JsonNode config) {
        ObjectNode copy = config.deepCopy();
        return copy.put(ACTIVATION, "linear");
    }

    public static String classOf(JsonNode layer) {
        return layer.path("class_name").asText();
    }

    /** Whether a class is one of ConvLSTM1D, ConvLSTM2D and ConvLSTM3D. */
    public static boolean isConvLstm(String className) {
        return className.startsWith("ConvLSTM");
    }

    /** The class that a layer has in the file, by which its weights are found. */
    public static String storedClassOf(JsonNode layer) {
        return layer.path(STORED_CLASS).asText(classOf(layer));
    }

    public static boolean isInput(JsonNode layer) {
        return classOf(layer).equals("InputLayer");
    }

    public static boolean isModel(JsonNode layer) {
        return MODELS.contains(classOf(layer));
    }

    /** The name of a type or policy; float32 if there is none. A policy of weights in 8 bits is named as {@code int8_from_float32}. */
    public static String typeOf(JsonNode type) {
        JsonNode policy = type.path("config");
        if (policy.has("mode")) {
            return policy.path("mode").asText() + "_from_"
                    + policy.path("source_name").asText("float32");
        }
        JsonNode name = type.isObject() ? policy.path("name") : type;
        return name.isMissingNode() || name.isNull() ? "float32" : name.asText();
    }

    /** True or false, or 1 or 0, which are the same in Python; empty if it is something else. */
    public static Optional<Boolean> flag(JsonNode value) {
        boolean isFlag =
                value.isBoolean() || (value.isNumber() && (value.doubleValue() == 0 || value.doubleValue() == 1));
        return isFlag ? Optional.of(value.asBoolean()) : Optional.empty();
    }

    /** Whether a layer applies a model to each step of a sequence. */
    public static boolean isModelPerStep(JsonNode layer) {
        return classOf(layer).equals(PER_STEP) && isModel(layer.path("config").path("layer"));
    }

    /** The settings of a layer that applies another to each step of a sequence. */
    public static JsonNode perStep(String className, JsonNode config) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.set("trainable", BooleanNode.valueOf(config.path("trainable").asBoolean(true)));
        settings.putObject("layer").put("class_name", className).set("config", config);
        return settings;
    }

    /** Whether a recurrent layer, or one within a Bidirectional, goes on from where it was after the batch before. */
    public static boolean isStateful(JsonNode config) {
        return flag(config.path("stateful")).orElse(false)
                || flag(config.path("layer").path("config").path("stateful")).orElse(false);
    }

    /** A layer that does not return its states, or its scores, which nothing uses. */
    public static JsonNode withFirstOutput(JsonNode layer) {
        JsonNode call = layer.path("config").path(CallSettings.CALL);
        if (layer.findValue("return_state") == null && !call.has(CallSettings.SCORES)) {
            return layer;
        }
        JsonNode copy = layer.deepCopy();
        if (copy.path("config").path(CallSettings.CALL) instanceof ObjectNode settings) {
            settings.remove(CallSettings.SCORES);
        }
        for (JsonNode each : List.of(copy, copy.at("/config/layer"), copy.at("/config/backward_layer"))) {
            if (each.path("config") instanceof ObjectNode config && config.has("return_state")) {
                config.put("return_state", false);
            }
        }
        return copy;
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
