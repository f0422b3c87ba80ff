// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.RecipeException;
import io.espalier.base.internal.NearestName;
import io.espalier.data.Tasks.Said;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a recipe says of the outputs of the model: one value for all, or one for each by its name: {@code loss: {age: mae, sex: bce}}. */
final class OutputValues {
    private OutputValues() {}

    /** @throws RecipeException if a value is none of those that are allowed */
    static <T> Said<T> names(String key, @Nullable JsonNode said, Function<String, Optional<T>> named, String allowed) {
        if (said == null) {
            return Said.nothing();
        }
        if (!said.isObject()) {
            return Said.ofAll(known(key, "'" + key + "'", said, named, allowed));
        }
        Map<String, T> each = new LinkedHashMap<>();
        said.properties()
                .forEach(entry -> each.put(
                        entry.getKey(), known(key, of(key, entry.getKey()), entry.getValue(), named, allowed)));
        requireSome(key, each);
        return Said.ofEach(each);
    }

    private static <T> T known(
            String key, String what, JsonNode said, Function<String, Optional<T>> named, String allowed) {
        return Optional.of(said)
                .filter(JsonNode::isTextual)
                .flatMap(text -> named.apply(text.textValue()))
                .orElseThrow(() -> RecipeException.at(
                        key,
                        what + " must be one of " + allowed + ", not '" + said.asText() + "'"
                                + NearestName.suggestion(said.asText(), List.of(allowed.split(", ")))));
    }

    /** @throws RecipeException if a value is no number, or below 0 */
    static Map<String, Double> weights(String key, @Nullable JsonNode said) {
        if (said == null) {
            return Map.of();
        }
        if (!said.isObject()) {
            throw RecipeException.at(key, "'" + key + "' must have a number for each output, such as {age: 0.5}");
        }
        Map<String, Double> each = new LinkedHashMap<>();
        said.properties().forEach(entry -> {
            JsonNode weight = entry.getValue();
            if (!weight.isNumber() || weight.doubleValue() < 0 || !Double.isFinite(weight.doubleValue())) {
                throw RecipeException.at(
                        key, of(key, entry.getKey()) + " must be a number of 0 or more, not " + weight);
            }
            each.put(entry.getKey(), weight.doubleValue());
        });
        requireSome(key, each);
        return each;
    }

    private static String of(String key, String output) {
        return "'" + key + "' of '" + output + "'";
    }

    private static void requireSome(String key, Map<String, ?> each) {
        if (each.isEmpty()) {
            throw RecipeException.at(key, "'" + key + "' names no output; give a value for each");
        }
    }

    /** As a recipe has it. */
    static Object written(Said<?> said) {
        return said.ofAll().isPresent() ? said.ofAll().get() : said.byOutput();
    }
}
