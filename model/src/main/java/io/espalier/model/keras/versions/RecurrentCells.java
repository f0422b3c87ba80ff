// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.LayerJson;
import java.util.List;
import java.util.Set;

/**
 * An RNN around a cell is the layer that Keras has for that cell: {@code RNN(LSTMCell(3))} is {@code LSTM(3)}. Around several cells it is a model of
 * such layers, each but the last with its output of every step. The weights stay where Keras has those of the RNN.
 */
final class RecurrentCells {
    private static final Set<String> CELLS = Set.of("LSTMCell", "GRUCell", "SimpleRNNCell");
    private static final String RNN = "RNN";
    private static final String RETURN_SEQUENCES = "return_sequences";

    private RecurrentCells() {}

    static void upgrade(ObjectNode layer, ObjectNode config) {
        if (!LayerJson.classOf(layer).equals(RNN)) {
            return;
        }
        JsonNode cell = config.path("cell");
        JsonNode cells = cell.isArray() ? cell : cell.path("config").path("cells");
        if (isCell(cell)) {
            layer.put("class_name", classOf(cell)).put(LayerJson.STORED_CLASS, RNN);
            moveUp(cell, config);
        } else if (canFollow(cells, config)) {
            layer.put("class_name", "Sequential").put(LayerJson.STORED_CLASS, RNN);
            layer.set("config", stacked(cells, config));
        }
    }

    /** What goes backwards, or gives its states away, does so as a whole. It is left as it is, so that it is refused. */
    private static boolean canFollow(JsonNode cells, JsonNode config) {
        for (JsonNode cell : cells) {
            if (!isCell(cell)) {
                return false;
            }
        }
        return !cells.isEmpty()
                && List.of("go_backwards", "return_state").stream()
                        .noneMatch(
                                setting -> LayerJson.flag(config.path(setting)).orElse(false));
    }

    private static ObjectNode stacked(JsonNode cells, ObjectNode config) {
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        model.set("name", config.path("name"));
        ArrayNode layers = model.putArray("layers");
        for (int i = 0; i < cells.size(); i++) {
            ObjectNode settings = config.deepCopy();
            settings.put("name", "cell_" + i);
            if (i > 0) {
                settings.remove("batch_input_shape");
            }
            if (i + 1 < cells.size()) {
                settings.put(RETURN_SEQUENCES, true);
            }
            moveUp(cells.get(i), settings);
            layers.addObject()
                    .put("class_name", classOf(cells.get(i)))
                    .put(LayerJson.STORED_CLASS, LayerJson.classOf(cells.get(i)))
                    .set("config", settings);
        }
        return model;
    }

    private static boolean isCell(JsonNode cell) {
        return CELLS.contains(LayerJson.classOf(cell));
    }

    private static String classOf(JsonNode cell) {
        return LayerJson.classOf(cell).replace("Cell", "");
    }

    private static void moveUp(JsonNode cell, ObjectNode config) {
        cell.path("config").properties().forEach(setting -> {
            if (!config.has(setting.getKey())) {
                config.set(setting.getKey(), setting.getValue());
            }
        });
        config.remove("cell");
    }
}
