// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.ModelException;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.ELU;
import io.espalier.model.layer.GeneralReLU;
import io.espalier.model.layer.LeakyReLU;
import io.espalier.model.layer.Normalization;
import io.espalier.model.layer.Rescaling;
import io.espalier.model.layer.ThresholdedReLU;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How the settings of composed layers stand in Keras files, a row for each. */
final class ComposedConfigs {
    /**
     * @param type whose simple name is Keras's class name
     * @param writer adds the settings behind those that every layer has
     */
    private record Row<L extends ComposedLayer>(
            Class<L> type, Function<LayerConfig, L> reader, BiConsumer<L, ObjectNode> writer) {
        void write(ComposedLayer layer, ObjectNode config) {
            writer.accept(type.cast(layer), config);
        }
    }

    private static final List<Row<?>> ROWS = List.of(
            new Row<>(
                    ELU.class,
                    config -> new ELU(config.number("alpha")),
                    (layer, config) -> config.put("alpha", layer.alpha())),
            new Row<>(
                    GeneralReLU.class,
                    config -> new GeneralReLU(
                            config.required("max_value").isNull()
                                    ? Float.POSITIVE_INFINITY
                                    : config.number("max_value"),
                            config.number("negative_slope"),
                            config.number("threshold")),
                    (layer, config) -> {
                        if (Float.isInfinite(layer.maxValue())) {
                            config.putNull("max_value");
                        } else {
                            config.put("max_value", layer.maxValue());
                        }
                        config.put("negative_slope", layer.negativeSlope()).put("threshold", layer.threshold());
                    }),
            new Row<>(
                    LeakyReLU.class,
                    config -> new LeakyReLU(config.number(config.has("alpha") ? "alpha" : "negative_slope")),
                    (layer, config) -> config.put("alpha", layer.slope())),
            new Row<>(
                    Normalization.class,
                    config -> {
                        config.onlyLastAxis();
                        config.only("invert", false);
                        config.only("mean", "null");
                        config.only("variance", "null");
                        return new Normalization();
                    },
                    (layer, config) -> {
                        config.putArray("axis").add(-1);
                        config.putNull("mean").putNull("variance").put("invert", false);
                    }),
            new Row<>(
                    Rescaling.class,
                    config -> new Rescaling(numbers(config, "scale"), numbers(config, "offset")),
                    (layer, config) -> {
                        put(config, "scale", layer.scale());
                        put(config, "offset", layer.offset());
                    }),
            new Row<>(
                    ThresholdedReLU.class,
                    config -> new ThresholdedReLU(config.number("theta")),
                    (layer, config) -> config.put("theta", layer.theta())));

    private ComposedConfigs() {}

    static Set<Class<?>> types() {
        return ROWS.stream().map(Row::type).collect(Collectors.toSet());
    }

    /** The layer of that class, if it is one of these. A class that has two records here is read by {@link LayerConfigReader} first. */
    static Optional<ComposedLayer> read(LayerConfig config) {
        return ROWS.stream()
                .filter(row -> row.type().getSimpleName().equals(config.className()))
                .findFirst()
                .map(row -> row.reader().apply(config));
    }

    /** @throws ModelException if the layer was added from outside and Keras has no name for it */
    static void write(ComposedLayer layer, ObjectNode config) {
        ROWS.stream()
                .filter(row -> row.type().isInstance(layer))
                .findFirst()
                .orElseThrow(() -> new ModelException("a layer of class " + layer.kind()
                        + " is none of Keras's, and a Keras file cannot hold it; convert the model to .tflite instead"))
                .write(layer, config);
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
                throw config.error("'" + setting + "' is " + value + "; numbers are expected");
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
