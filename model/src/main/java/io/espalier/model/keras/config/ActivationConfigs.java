// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.activation.PReLU;
import io.espalier.model.layer.activation.ThresholdedReLU;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.function.SoftmaxAlong;
import java.util.List;

/** Layers that apply a function. */
final class ActivationConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    ELU.class,
                    config -> new ELU(config.number("alpha")),
                    (layer, config) -> config.put("alpha", layer.alpha())),
            ComposedRow.named(GeneralReLU.class, "ReLU", ActivationConfigs::reLU, ActivationConfigs::write),
            ComposedRow.of(
                    LeakyReLU.class,
                    config -> new LeakyReLU(config.number(config.has("alpha") ? "alpha" : "negative_slope")),
                    (layer, config) -> config.put("alpha", layer.slope())),
            ComposedRow.of(
                    PReLU.class,
                    config -> new PReLU(config.has("shared_axes") ? config.axes("shared_axes") : List.of()),
                    (layer, config) -> {
                        Settings.putInitializer(config, "alpha_initializer", "Zeros");
                        config.putNull("alpha_regularizer").putNull("alpha_constraint");
                        if (layer.sharedAxes().isEmpty()) {
                            config.putNull("shared_axes");
                        } else {
                            ArrayNode axes = config.putArray("shared_axes");
                            layer.sharedAxes().forEach(axis -> axes.add(Settings.axis(axis)));
                        }
                    }),
            ComposedRow.named(
                    SoftmaxAlong.class,
                    "Softmax",
                    config -> new SoftmaxAlong(config.axis("axis")),
                    (layer, config) -> config.put("axis", Settings.axis(layer.axis()))),
            ComposedRow.of(
                    ThresholdedReLU.class,
                    config -> new ThresholdedReLU(config.number("theta")),
                    (layer, config) -> config.put("theta", layer.theta())));

    private ActivationConfigs() {}

    private static GeneralReLU reLU(LayerConfig config) {
        JsonNode maximum = config.required("max_value");
        return new GeneralReLU(
                maximum.isNull() ? Float.POSITIVE_INFINITY : config.number("max_value"),
                config.number("negative_slope", 0),
                config.number("threshold", 0));
    }

    private static void write(GeneralReLU layer, ObjectNode config) {
        if (layer.maxValue() < Float.POSITIVE_INFINITY) {
            config.put("max_value", layer.maxValue());
        } else {
            config.putNull("max_value");
        }
        config.put("negative_slope", layer.negativeSlope()).put("threshold", layer.threshold());
    }
}
