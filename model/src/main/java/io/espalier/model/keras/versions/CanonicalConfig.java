// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.LayerJson;
import io.espalier.model.keras.config.OperationCalls;

/**
 * What Keras 1, 2 and 3 say of a model, in one language: that of Keras 2.15.
 *
 * <p>Layers get the class names and settings of {@link Keras1Layers} and {@link Keras3Layers}, calls the form of {@link CanonicalCalls} or, of
 * operations, {@link OperationCalls}, and settings that older versions did not have get Keras's default ({@link SettingDefaults}). What is not known here stays as it is.
 */
public final class CanonicalConfig {
    private final boolean isKeras3;

    private CanonicalConfig(boolean isKeras3) {
        this.isKeras3 = isKeras3;
    }

    /** Whether a model was written by Keras 3. */
    public static boolean isKeras3(JsonNode modelConfig) {
        return Keras3Layers.areIn(modelConfig);
    }

    /** A changed copy. */
    public static JsonNode of(JsonNode modelConfig) {
        JsonNode copy = modelConfig.deepCopy();
        if (copy instanceof ObjectNode model) {
            new CanonicalConfig(Keras3Layers.areIn(model)).upgrade(model);
        }
        return copy;
    }

    private void upgrade(ObjectNode layer) {
        LayerJson.renameClass(layer);
        if (LayerJson.isModel(layer)) {
            upgradeModel(layer);
        } else if (OperationCalls.isOperation(layer) && layer.path("config") instanceof ObjectNode config) {
            OperationCalls.upgrade(layer, config);
        } else if (layer.path("config") instanceof ObjectNode config) {
            Keras1Layers.upgrade(layer, config);
            CudnnLayers.upgrade(layer, config);
            RecurrentCells.upgrade(layer, config);
            if (LayerJson.isModel(layer)) {
                upgradeModel(layer);
            }
            Keras3Layers.toKeras2(layer, config, isKeras3);
            SettingDefaults.add(LayerJson.classOf(layer), config);
            // Wrappers, such as Bidirectional.
            upgradeIfLayer(config.path("layer"));
            upgradeIfLayer(config.path("backward_layer"));
            upgradeIfLayer(config.path(LayerJson.ACTIVATION));
        }
        if (layer.path("inbound_nodes") instanceof ArrayNode calls) {
            layer.set("inbound_nodes", CanonicalCalls.of(LayerJson.classOf(layer), calls));
        }
    }

    private void upgradeIfLayer(JsonNode layer) {
        if (layer instanceof ObjectNode object && object.has("class_name")) {
            upgrade(object);
        }
    }

    // Older files have the layers of a Sequential model in the place of its settings.
    private void upgradeModel(ObjectNode model) {
        if (model.path("config").isArray()) {
            JsonNode layers = model.get("config");
            model.putObject("config").set("layers", layers);
        }
        model.path("config").path("layers").forEach(this::upgradeIfLayer);
    }
}
