// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.RecipeException;
import io.espalier.model.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a step sets: one value for all its layers, or one for each, by name or pattern: {@code 0.8} or {@code {dense: 0.98, "conv*": 0.9}}.
 *
 * @param all the value for all; null if each layer has its own
 * @param each the values by name or pattern; a whole name comes before patterns, an earlier pattern before later ones
 */
record LayerValues<T extends Number>(@Nullable T all, Map<String, T> each) {
    LayerValues {
        each = Collections.unmodifiableMap(new LinkedHashMap<>(each));
    }

    static <T extends Number> LayerValues<T> of(T all) {
        return new LayerValues<>(all, Map.of());
    }

    /** @throws RecipeException if the value of the key is neither a number nor a number for each layer */
    static LayerValues<Double> numbers(String key, JsonNode said) {
        return read(key, said, JsonNode::isNumber, "a number", JsonNode::doubleValue);
    }

    /** @throws RecipeException if the value of the key is neither a whole number nor one for each layer */
    static LayerValues<Integer> wholeNumbers(String key, JsonNode said) {
        return read(
                key,
                said,
                number -> number.isIntegralNumber() && number.canConvertToInt(),
                "a whole number",
                JsonNode::intValue);
    }

    private static <T extends Number> LayerValues<T> read(
            String key, JsonNode said, Predicate<JsonNode> fits, String what, Function<JsonNode, T> value) {
        if (!said.isObject()) {
            return of(value.apply(checked(key, "'" + key + "'", said, fits, what)));
        }
        if (said.isEmpty()) {
            throw RecipeException.at(key, "'" + key + "' names no layer; give a value, or one for each layer");
        }
        Map<String, T> each = new LinkedHashMap<>();
        said.properties()
                .forEach(entry -> each.put(
                        entry.getKey(),
                        value.apply(checked(
                                key, "'" + key + "' of '" + entry.getKey() + "'", entry.getValue(), fits, what))));
        return new LayerValues<>(null, each);
    }

    private static JsonNode checked(String key, String name, JsonNode said, Predicate<JsonNode> fits, String what) {
        if (!fits.test(said)) {
            throw RecipeException.at(key, name + " must be " + what + instead(said));
        }
        return said;
    }

    private static String instead(JsonNode said) {
        if (said.isNull() || (said.isTextual() && said.textValue().isEmpty())) {
            return ", but the value is missing";
        }
        return ", not " + (said.isArray() ? "a list" : said.isTextual() ? "'" + said.textValue() + "'" : said);
    }

    /** As a recipe has it. */
    @JsonValue
    Object said() {
        return all == null ? each : all;
    }

    /** All values. */
    Collection<T> values() {
        return all == null ? each.values() : List.of(all);
    }

    /** The names and patterns that the step is for: those here, or else those of its key {@code layers}. */
    List<String> names(List<String> layers) {
        return all == null ? List.copyOf(each.keySet()) : layers;
    }

    /** @throws RecipeException if a step says its layers twice */
    void checkLayers(String key, List<String> layers) {
        if (all == null && !layers.isEmpty()) {
            throw RecipeException.at(
                    "layers",
                    "'layers' cannot be combined with a value for each layer; '" + key + "' names them already");
        }
    }

    /**
     * Values with the layers of a model that have them, in order.
     *
     * @param layers those of the step's key; empty for all
     * @param made of a value and the names of its layers, which are none for all layers
     */
    <R> List<R> inGroups(Model model, List<String> layers, BiFunction<T, String[], R> made) {
        if (all != null) {
            return List.of(made.apply(all, LayerNames.in(model, layers).toArray(String[]::new)));
        }
        Map<String, T> byLayer = byLayer(model);
        List<R> groups = new ArrayList<>();
        for (T value :
                Set.copyOf(byLayer.values()).stream().sorted(this::inOrder).toList()) {
            String[] names = byLayer.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(value))
                    .map(Map.Entry::getKey)
                    .toArray(String[]::new);
            groups.add(made.apply(value, names));
        }
        return groups;
    }

    private int inOrder(T one, T other) {
        return Double.compare(one.doubleValue(), other.doubleValue());
    }

    /**
     * The value of each layer of a model that has one of its own.
     *
     * @throws io.espalier.model.tensor.ModelException if the model has no layer of a name
     */
    Map<String, T> byLayer(Model model) {
        Map<String, T> byLayer = new LinkedHashMap<>();
        each.forEach((name, value) -> {
            if (!LayerNames.isPattern(name)) {
                LayerNames.in(model, name).forEach(layer -> byLayer.put(layer, value));
            }
        });
        each.forEach((name, value) -> {
            if (LayerNames.isPattern(name)) {
                LayerNames.in(model, name).forEach(layer -> byLayer.putIfAbsent(layer, value));
            }
        });
        return byLayer;
    }
}
