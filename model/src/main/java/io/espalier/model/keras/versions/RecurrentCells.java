// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.LayerJson;
import java.util.Set;

/** An RNN around a cell is the layer that Keras has for that cell: {@code RNN(LSTMCell(3))} is {@code LSTM(3)}. */
final class RecurrentCells {
    private static final Set<String> CELLS = Set.of("LSTMCell", "GRUCell", "SimpleRNNCell");

    private RecurrentCells() {}

    static void upgrade(ObjectNode layer, ObjectNode config) {
        JsonNode cell = config.path("cell");
        String className = LayerJson.classOf(cell);
        if (!LayerJson.classOf(layer).equals("RNN") || !CELLS.contains(className)) {
            return;
        }
        cell.path("config").properties().forEach(setting -> {
            if (!config.has(setting.getKey())) {
                config.set(setting.getKey(), setting.getValue());
            }
        });
        config.remove("cell");
        layer.put("class_name", className.replace("Cell", ""));
    }
}
