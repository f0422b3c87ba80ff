// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Keras's defaults of settings that older versions did not have, or did not write. */
final class SettingDefaults {
    private static final Pattern CONVOLUTION = Pattern.compile("(Depthwise|Separable)?Conv[123]D(Transpose)?");
    private static final Pattern POOLING = Pattern.compile("(Max|Average)Pooling[123]D");

    private SettingDefaults() {}

    static void add(String className, ObjectNode config) {
        if (CONVOLUTION.matcher(className).matches()) {
            int dimensions = className.charAt(className.indexOf("Conv") + 4) - '0';
            put(config, "strides", dimensions);
            put(config, "dilation_rate", dimensions);
            put(config, "padding", "valid");
            put(config, "activation", "linear");
            put(config, "use_bias", true);
            if (className.startsWith("Depthwise") || className.startsWith("Separable")) {
                put(config, "depth_multiplier");
            }
        } else if (POOLING.matcher(className).matches()) {
            put(config, "padding", "valid");
            // Null stands for windows that do not overlap.
            if (!config.hasNonNull("strides") && config.has("pool_size")) {
                config.set("strides", config.get("pool_size"));
            }
        } else {
            addToOthers(className, config);
        }
    }

    private static void addToOthers(String className, ObjectNode config) {
        switch (className) {
            case "Dense" -> {
                put(config, "activation", "linear");
                put(config, "use_bias", true);
            }
            case "BatchNormalization" -> {
                put(config, "center", true);
                put(config, "scale", true);
                if (!config.hasNonNull("momentum")) {
                    config.put("momentum", 0.99);
                }
                if (!config.hasNonNull("epsilon")) {
                    config.put("epsilon", 0.001);
                }
            }
            case "ReLU" -> {
                if (!config.has("max_value")) {
                    config.putNull("max_value");
                }
                if (!config.hasNonNull("negative_slope")) {
                    config.put("negative_slope", 0.0);
                }
                if (!config.hasNonNull("threshold")) {
                    config.put("threshold", 0.0);
                }
            }
            default -> {}
        }
    }

    private static void put(ObjectNode config, String setting, String value) {
        if (!config.hasNonNull(setting)) {
            config.put(setting, value);
        }
    }

    private static void put(ObjectNode config, String setting, boolean value) {
        if (!config.hasNonNull(setting)) {
            config.put(setting, value);
        }
    }

    private static void put(ObjectNode config, String setting) {
        if (!config.hasNonNull(setting)) {
            config.put(setting, 1);
        }
    }

    private static void put(ObjectNode config, String setting, int dimensions) {
        if (!config.hasNonNull(setting)) {
            var ones = config.putArray(setting);
            for (int i = 0; i < dimensions; i++) {
                ones.add(1);
            }
        }
    }
}
