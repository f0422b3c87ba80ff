// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * What was done to bytes, such as those of pictures, before a model saw them. Whoever uses the model has to do the same.
 *
 * @param multiplier of each byte, from 0 to 255: the model was fed {@code byte * multiplier + offset}
 * @param pictures what picture files were made into before; null if the data were no picture files
 */
public record Preprocessing(
        float multiplier, float offset, @Nullable Pictures pictures) {
    /**
     * What picture files were made into.
     *
     * @param channels their order, last in the shape: {@code rgb} or {@code grey}
     * @param resize what became of other aspect ratios: {@code stretch} or {@code crop}, both bilinear with half-pixel centres
     */
    public record Pictures(int height, int width, String channels, String resize) {}

    @JsonValue
    ObjectNode tree() {
        ObjectNode tree = JsonNodeFactory.instance
                .objectNode()
                .put("multiplier", multiplier)
                .put("offset", offset);
        if (pictures != null) {
            tree.putObject("pictures")
                    .put("height", pictures.height)
                    .put("width", pictures.width)
                    .put("channels", pictures.channels)
                    .put("resize", pictures.resize);
        }
        return tree;
    }

    /** Reads what {@link #tree} told; null if it is something else. */
    static @Nullable Preprocessing fromJson(JsonNode json) {
        if (!json.path("multiplier").isNumber() || !json.path("offset").isNumber()) {
            return null;
        }
        return new Preprocessing(
                json.get("multiplier").floatValue(), json.get("offset").floatValue(), pictures(json.path("pictures")));
    }

    private static @Nullable Pictures pictures(JsonNode json) {
        String channels = json.path("channels").textValue();
        String resize = json.path("resize").textValue();
        return channels == null || resize == null
                ? null
                : new Pictures(
                        json.path("height").intValue(), json.path("width").intValue(), channels, resize);
    }
}
