// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.Optional;

/** Settings that many layers have, as Keras writes them. */
public final class Settings {
    private Settings() {}

    /** Keras counts the batch, which is dimension 0; from the end both count alike. */
    static int axis(int axis) {
        return axis < 0 ? axis : axis + 1;
    }

    public static void putSize(ObjectNode config, String field, Size size) {
        config.putArray(field).add(size.height()).add(size.width());
    }

    public static ObjectNode putDataFormat(ObjectNode config) {
        return config.put("data_format", "channels_last");
    }

    /** The shape of a random mask, null for that of the input. */
    static ObjectNode putNoiseShape(ObjectNode config, Optional<Shape> noise) {
        config.putNull("noise_shape");
        noise.ifPresent(shape -> {
            ArrayNode dimensions = config.putArray("noise_shape").addNull();
            shape.dimensions().forEach(dimensions::add);
        });
        return config;
    }

    static void putInitializer(ObjectNode config, String field, String className) {
        ObjectNode settings =
                config.putObject(field).put("class_name", className).putObject("config");
        switch (className) {
            case "GlorotUniform" -> settings.putNull("seed");
            case "Orthogonal" -> settings.put("gain", 1.0).putNull("seed");
            case "RandomUniform" ->
                settings.put("minval", -0.05).put("maxval", 0.05).putNull("seed");
            default -> {}
        }
    }

    static ObjectNode putNulls(ObjectNode config, String... fields) {
        for (String field : fields) {
            config.putNull(field);
        }
        return config;
    }
}
