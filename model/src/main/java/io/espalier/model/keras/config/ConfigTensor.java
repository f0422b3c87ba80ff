// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What a layer puts out, as {@code ["layer", 0, 0]} names it: by the layer, by which call of it, and by which of its outputs. */
public record ConfigTensor(String layer, int call, int output) {
    /** Empty if it is something else. */
    public static Optional<ConfigTensor> of(JsonNode json) {
        boolean fits = json.size() >= 3
                && json.get(0) != null
                && json.get(0).isTextual()
                && json.get(1).isInt()
                && json.get(2).isInt();
        return fits
                ? Optional.of(new ConfigTensor(
                        json.get(0).textValue(),
                        json.get(1).intValue(),
                        json.get(2).intValue()))
                : Optional.empty();
    }
}
