// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.function.GeneralNormalization;
import io.espalier.model.layer.function.GeneralNormalization.Moments;
import io.espalier.model.layer.function.GroupNormalization;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.normalization.UnitNormalization;
import io.espalier.model.layer.preprocessing.Normalization;
import io.espalier.model.layer.preprocessing.Rescaling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Layers that shift and scale. */
final class NormalizationConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    GroupNormalization.class,
                    config -> {
                        config.onlyLastAxis();
                        return new GroupNormalization(
                                config.integer("groups"),
                                config.number("epsilon"),
                                config.flag("center"),
                                config.flag("scale"));
                    },
                    (layer, config) -> putWeights(
                            config.put("groups", layer.groups()).put("axis", -1),
                            layer.epsilon(),
                            layer.center(),
                            layer.scale())),
            ComposedRow.of(
                    LayerNormalization.class,
                    config -> {
                        config.only("rms_scaling", false);
                        return new LayerNormalization(
                                config.axes("axis"),
                                config.number("epsilon"),
                                config.flag("center"),
                                config.flag("scale"));
                    },
                    NormalizationConfigs::write),
            ComposedRow.of(Normalization.class, NormalizationConfigs::normalization, (layer, config) -> {
                config.putArray("axis").add(-1);
                config.putNull("mean").putNull("variance").put("invert", false);
            }),
            ComposedRow.named(
                    GeneralNormalization.class,
                    "Normalization",
                    NormalizationConfigs::normalization,
                    NormalizationConfigs::write),
            ComposedRow.of(
                    Rescaling.class,
                    config -> new Rescaling(numbers(config, "scale"), numbers(config, "offset")),
                    (layer, config) -> {
                        put(config, "scale", layer.scale());
                        put(config, "offset", layer.offset());
                    }),
            ComposedRow.of(
                    UnitNormalization.class,
                    config -> {
                        List<Integer> axes = config.axes("axis");
                        if (axes.size() != 1) {
                            throw config.error(
                                    "'axis' is " + config.required("axis") + "; only one dimension is supported");
                        }
                        return new UnitNormalization(axes.get(0));
                    },
                    (layer, config) -> config.putArray("axis").add(Settings.axis(layer.axis()))));

    private NormalizationConfigs() {}

    private static void write(LayerNormalization layer, ObjectNode config) {
        ArrayNode axes = config.putArray("axis");
        layer.axes().forEach(axis -> axes.add(Settings.axis(axis)));
        putWeights(config, layer.epsilon(), layer.center(), layer.scale());
    }

    private static void putWeights(ObjectNode config, float epsilon, boolean center, boolean scale) {
        config.put("epsilon", epsilon).put("center", center).put("scale", scale);
        Settings.putInitializer(config, "beta_initializer", "Zeros");
        Settings.putInitializer(config, "gamma_initializer", "Ones");
        Settings.putNulls(config, "beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    }

    private static ComposedLayer normalization(LayerConfig config) {
        boolean inverse = config.flag("invert", false);
        boolean isGiven = config.has("mean") || config.has("variance");
        boolean isOfChannels = config.hasLastAxis();
        if (isOfChannels && !inverse && !isGiven) {
            return new Normalization();
        }
        List<Integer> axes = isOfChannels ? List.of(-1) : config.axes("axis");
        Optional<Moments> moments = isGiven
                ? Optional.of(new Moments(ConstantSettings.of(config, "mean"), ConstantSettings.of(config, "variance")))
                : Optional.empty();
        return new GeneralNormalization(axes, inverse, moments);
    }

    private static void write(GeneralNormalization layer, ObjectNode config) {
        if (layer.axes().isEmpty()) {
            config.putNull("axis");
        } else {
            ArrayNode axes = config.putArray("axis");
            layer.axes().forEach(axis -> axes.add(Settings.axis(axis)));
        }
        config.putNull("mean").putNull("variance").put("invert", layer.inverse());
        layer.moments().ifPresent(moments -> {
            ConstantSettings.put(config, "mean", moments.mean());
            ConstantSettings.put(config, "variance", moments.variance());
        });
    }

    /** One number, or a list of them. */
    private static List<Float> numbers(LayerConfig config, String setting) {
        JsonNode value = config.required(setting);
        if (!value.isArray()) {
            return List.of(config.number(setting));
        }
        List<Float> numbers = new ArrayList<>();
        for (JsonNode element : value) {
            if (!element.isNumber()) {
                throw config.error("'" + setting + "' is " + value + "; expected numbers");
            }
            numbers.add(element.floatValue());
        }
        return numbers;
    }

    private static void put(ObjectNode config, String setting, List<Float> numbers) {
        if (numbers.size() == 1) {
            config.put(setting, numbers.get(0));
            return;
        }
        ArrayNode array = config.putArray(setting);
        numbers.forEach(array::add);
    }
}
