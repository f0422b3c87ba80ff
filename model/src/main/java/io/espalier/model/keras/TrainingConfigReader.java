// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.Weights;
import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.model.keras.KerasTraining.OutputLoss;
import io.espalier.model.keras.config.Keras3Paths;
import io.espalier.model.keras.config.LayerJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What {@code training_config} of an .h5 file, or {@code compile_config} of a .keras file, says. */
final class TrainingConfigReader {
    private static final Map<String, String> SHORT_LOSSES = Map.of(
            "mse", "mean_squared_error",
            "mae", "mean_absolute_error",
            "mape", "mean_absolute_percentage_error",
            "msle", "mean_squared_logarithmic_error",
            "kld", "kl_divergence",
            "bce", "binary_crossentropy");

    private TrainingConfigReader() {}

    /** The optimizer has no state yet. */
    static KerasTraining read(JsonNode config) {
        List<String> metrics = new ArrayList<>();
        collectNames(config.path("metrics"), metrics);
        JsonNode optimizer =
                config.has("optimizer_config") ? config.path("optimizer_config") : config.path("optimizer");
        return new KerasTraining(
                losses(config.path("loss"), config.path("loss_weights")),
                metrics,
                name(optimizer)
                        .map(name ->
                                new OptimizerState(name, settings(optimizer.path("config")), 0, Weights.of(Map.of()))));
    }

    /** One for all outputs, a list in their order, or one by the name of each; weights likewise. */
    private static List<OutputLoss> losses(JsonNode losses, JsonNode weights) {
        List<OutputLoss> read = new ArrayList<>();
        if (losses.isArray()) {
            losses.forEach(loss -> read.add(loss(Optional.empty(), loss, weight(weights, "", read.size()))));
        } else if (losses.isObject() && !losses.has("class_name")) {
            losses.properties()
                    .forEach(loss -> read.add(loss(
                            Optional.of(loss.getKey()), loss.getValue(), weight(weights, loss.getKey(), read.size()))));
        } else if (name(losses).isPresent()) {
            read.add(loss(Optional.empty(), losses, weight(weights, "", 0)));
        }
        return read;
    }

    private static OutputLoss loss(Optional<String> output, JsonNode stored, double weight) {
        // Keras 1 and 2 may have the loss of each output in a list of its own.
        JsonNode loss = stored.isArray() && stored.size() == 1 ? stored.get(0) : stored;
        Optional<String> name = name(loss).map(given -> SHORT_LOSSES.getOrDefault(given, given));
        return new OutputLoss(
                output, name, loss.path("config").path("from_logits").asBoolean(false), name.isEmpty() ? 0 : weight);
    }

    private static double weight(JsonNode weights, String output, int place) {
        JsonNode weight = weights.isArray() ? weights.path(place) : weights.isObject() ? weights.path(output) : weights;
        return weight.asDouble(1);
    }

    /** A name, or that of an object by its class: {@code SparseCategoricalCrossentropy}. */
    private static Optional<String> name(JsonNode json) {
        if (json.isTextual()) {
            return Optional.of(json.textValue());
        }
        JsonNode config = json.path("config");
        if (json.path("class_name").asText().equals("function") && config.isTextual()) {
            return Optional.of(config.textValue());
        }
        String className = LayerJson.classOf(json);
        String simple = className.substring(className.lastIndexOf('>') + 1);
        return switch (simple) {
            case "" -> Optional.empty();
            case "Adam", "AdamW", "SGD", "RMSprop", "Nadam" -> Optional.of(simple.toLowerCase(Locale.ROOT));
            default -> Optional.of(Keras3Paths.snakeCase(simple));
        };
    }

    private static void collectNames(JsonNode metrics, List<String> names) {
        if (metrics.isTextual()) {
            names.add(metrics.textValue());
        } else if (metrics.has("class_name")) {
            JsonNode own = metrics.path("config").path("name");
            name(metrics).map(name -> own.isTextual() ? own.textValue() : name).ifPresent(names::add);
        } else {
            metrics.forEach(metric -> collectNames(metric, names));
        }
    }

    private static Map<String, Double> settings(JsonNode config) {
        Map<String, Double> settings = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> setting : config.properties()) {
            JsonNode value = setting.getValue();
            // A schedule starts somewhere.
            JsonNode number = value.isObject() ? value.path("config").path("initial_learning_rate") : value;
            String name = setting.getKey().equals("lr") ? "learning_rate" : setting.getKey();
            if (number.isNumber()) {
                settings.put(name, number.doubleValue());
            } else if (number.isBoolean()) {
                settings.put(name, number.booleanValue() ? 1.0 : 0.0);
            }
        }
        return settings;
    }
}
