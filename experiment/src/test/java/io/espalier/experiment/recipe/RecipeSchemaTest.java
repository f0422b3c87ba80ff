// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.espalier.base.RecipeException;
import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema for editors against what reads recipes: keys, values, defaults. */
class RecipeSchemaTest {
    private static final Pattern KNOWN = Pattern.compile("known keys: (.*)");
    private static final JsonMapper JSON = new JsonMapper();
    private static final JsonNode TREE = tree(RecipeSchema.text());
    private static final Schema SCHEMA = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
            .getSchema(RecipeSchema.text(), InputFormat.JSON);
    // Not among them: 2.0, a whole number for JSON Schema, and empty text, which recipes take as nothing said.
    private static final List<String> VALUES = List.of(
            "true",
            "'text'",
            "0",
            "1",
            "2",
            "3",
            "4",
            "8",
            "9",
            "-1",
            "0.5",
            "0.999",
            "1.5",
            "100",
            "4294967296",
            "99999999999999999999",
            "[]",
            "['a']",
            "[1]",
            "{}",
            "{'a': 1}",
            "{'a': 0.5}",
            "{'a': 'b'}",
            "{'a': 5}",
            "{'a': 1.5}",
            "'4x1'",
            "'4x1 max'",
            "'2:4'",
            "'single'",
            "'percentile 99.9'",
            "'percentile'",
            "'mean_squared_error 4'",
            "'min_max'",
            "'min_max 3'",
            "'../up'",
            "'original'",
            "['h5', 'keras']",
            "{'teacher': 'a'}",
            "{'teacher': 'a', 'labels': 2}",
            "[{'teacher': 'a', 'student': 'b'}]",
            "[{'teacher': 'a'}]",
            "{'a': 'mae'}",
            "{'epochs': 3}",
            "{'epochs': 0}",
            "{'a': -1}");

    /** A place of a recipe that holds keys. */
    private enum Place {
        QUANTIZATION("/definitions/quantization", "", "{'quantize': 'int8'}", "{'quantize': 'int16x8'}"),
        RULE(
                "/definitions/rule",
                "/rules/0",
                "{'quantize': 'int8', 'rules': [{'operator': 'CONV_2D', 'quantize': 'none'}]}",
                "{'quantize': 'int8', 'rules': [{'tensor': 'a', 'quantize': 'none'}]}"),
        COMPRESSION("/definitions/compression", "", "{'steps': [{'fine_tune': {}}]}"),
        PRUNE("/definitions/prune", "/steps/0", "{'steps': [{'prune': 0.5}]}", "{'steps': [{'prune': 0.9999}]}"),
        PRUNE_TRAIN(
                "/definitions/prune/properties/train", "/steps/0/train", "{'steps': [{'prune': 0.5, 'train': {}}]}"),
        PRUNE_FILTERS("/definitions/prune_filters", "/steps/0", "{'steps': [{'prune_filters': 0.5}]}"),
        PRUNE_FILTERS_TRAIN(
                "/definitions/prune_filters/properties/train",
                "/steps/0/train",
                "{'steps': [{'prune_filters': 0.5, 'train': {}}]}"),
        CLUSTER("/definitions/cluster", "/steps/0", "{'steps': [{'cluster': 16}]}"),
        CLUSTER_TRAIN(
                "/definitions/cluster/properties/train", "/steps/0/train", "{'steps': [{'cluster': 16, 'train': {}}]}"),
        QUANTIZE_AWARE("/definitions/quantize_aware", "/steps/0", "{'steps': [{'quantize_aware': 8}]}"),
        QUANTIZE_AWARE_TRAIN(
                "/definitions/quantize_aware/properties/train",
                "/steps/0/train",
                "{'steps': [{'quantize_aware': 8, 'train': {}}]}"),
        DISTIL("/definitions/distil", "/steps/0", "{'steps': [{'distil': 'a'}]}"),
        DISTIL_TRAIN(
                "/definitions/distil/properties/train", "/steps/0/train", "{'steps': [{'distil': 'a', 'train': {}}]}"),
        TEACHING("/definitions/teaching/oneOf/1", "/steps/0/distil", "{'steps': [{'distil': {'teacher': 'a'}}]}"),
        FEATURE(
                "/definitions/teaching/oneOf/1/properties/features/items",
                "/steps/0/distil/features/0",
                "{'steps': [{'distil': {'teacher': 'a', 'features': [{'teacher': 'b', 'student': 'c'}]}}]}"),
        FINE_TUNE("/definitions/fine_tune", "/steps/0", "{'steps': [{'fine_tune': {}}]}"),
        FINE_TUNING(
                "/definitions/fine_tune/properties/fine_tune", "/steps/0/fine_tune", "{'steps': [{'fine_tune': {}}]}"),
        QUANTIZE(
                "/definitions/quantization",
                "/steps/0",
                "{'steps': [{'quantize': 'int8'}]}",
                "{'steps': [{'quantize': 'int16x8'}]}"),
        EXPORT("/definitions/export", "/steps/0", "{'steps': [{'export': ['h5']}]}");

        private final String schema;
        private final String path;

        @SuppressWarnings("ImmutableEnumChecker") // a copy
        private final List<String> smallest;

        Place(String schema, String path, String... smallest) {
            this.schema = schema;
            this.path = path;
            this.smallest = List.of(smallest);
        }

        JsonNode properties() {
            return TREE.at(schema + "/properties");
        }

        /** The smallest recipes of the place, each with a key that is set, or taken out if the value is empty. */
        List<String> with(String key, String value) {
            List<String> recipes = new ArrayList<>();
            for (String text : smallest) {
                JsonNode recipe = tree(text);
                ObjectNode keys = (ObjectNode) recipe.at(path);
                if (value.isEmpty()) {
                    keys.remove(key);
                } else {
                    keys.set(key, tree(value));
                }
                recipes.add(recipe.toString());
            }
            return recipes;
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaHasJustTheKeysThatRecipesTake(Place place) {
        String message = refusal(place.with("zzz", "1").get(0));
        Matcher known = KNOWN.matcher(message);

        assertThat(known.find()).as(message).isTrue();
        Set<String> taken = new LinkedHashSet<>(List.of(known.group(1).split(", ")));
        if (place == Place.DISTIL_TRAIN) {
            taken.remove("distil"); // known, but refused
        }
        assertThat(names(place.properties())).containsExactlyInAnyOrderElementsOf(taken);
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaTakesJustTheValuesThatRecipesTake(Place place) {
        for (String key : names(place.properties())) {
            Set<String> values = new LinkedHashSet<>(VALUES);
            values.addAll(mentioned(place.properties().path(key)));
            values.add("");
            for (String value : values) {
                List<String> recipes = place.with(key, value);
                boolean isRead =
                        recipes.stream().anyMatch(recipe -> refusal(recipe).isEmpty());
                boolean isValid = recipes.stream().anyMatch(RecipeSchemaTest::isValid);
                // Which boundary goes with which activations, and that something is left to do, is no matter of one
                // key.
                assertThat(isValid).as("%s of %s: %s", value, key, place).isEqualTo(isRead);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaHasTheDefaultOfEachKey(Place place) throws IOException {
        JsonNode effective = effective(place.smallest.get(0)).at(place.path);
        JsonNode said = tree(place.smallest.get(0)).at(place.path);

        for (String key : names(place.properties())) {
            JsonNode usual = place.properties().path(key).path("default");
            if (!said.has(key) && !isDerived(key)) {
                assertThat(number(effective.path(key)))
                        .as("default of %s: %s", key, place)
                        .isEqualTo(number(usual));
            }
        }
    }

    // It depends on other keys, or on the file.
    private static boolean isDerived(String key) {
        return key.equals("from") || key.equals("name");
    }

    @Test
    void everyOperatorAndMethodIsInTheSchema() {
        assertThat(mentioned(TREE.at("/definitions/rule/properties/operator"))).hasSizeGreaterThan(200);
        assertThat(mentioned(TREE.at("/definitions/quantization/properties/quantize")))
                .containsExactlyInAnyOrderElementsOf(
                        Method.ids().stream().map(id -> '"' + id + '"').toList());
    }

    @ParameterizedTest
    @MethodSource("io.espalier.experiment.recipe.CompressionRecipe#names")
    void aRecipeThatIsPartOfEspalierIsValidAsItIsAndWithEveryDefault(String name) {
        CompressionRecipe recipe = CompressionRecipe.named(name);

        assertThat(Stream.of(
                        CompressionRecipe.text(name),
                        recipe.toYaml(),
                        recipe.resolved(50).toYaml()))
                .allMatch(yaml -> isValid(json(yaml)));
    }

    @ParameterizedTest
    @EnumSource
    void aMethodWithEveryDefaultIsValid(Method method) {
        assertThat(isValid(json(Recipe.of(method).toYaml()))).isTrue();
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void whatIsNoRecipeIsNotValid(String yaml) {
        assertThat(isValid(json(yaml))).isFalse();
        assertThat(refusal(json(yaml))).isNotEmpty();
    }

    static Stream<String> wrong() {
        return Stream.of(
                "- prune: 0.5",
                "steps: [{prune: 0.5, quantize: int8}]",
                "{steps: [{prune: 0.5}], quantize: int8}",
                "steps: [prune]",
                "steps: [{}]",
                "seed: 3");
    }

    /** The values of an enumeration, its default and its bounds, with what lies just beyond these. */
    private static Set<String> mentioned(JsonNode schema) {
        Set<String> values = new LinkedHashSet<>();
        schema.path("enum").forEach(value -> values.add(value.toString()));
        for (JsonNode choice : schema.path("oneOf")) {
            if (choice.has("const")) {
                values.add(choice.path("const").toString());
            }
            values.addAll(mentioned(choice));
        }
        Stream.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "default")
                .filter(schema::has)
                .forEach(bound -> values.add(schema.path(bound).toString()));
        return values;
    }

    private static JsonNode effective(String recipe) throws IOException {
        return new YAMLMapper()
                .readTree(
                        recipe.contains("steps")
                                ? CompressionRecipe.parse(recipe, "mine").toYaml()
                                : Recipe.parse(recipe).toYaml());
    }

    /** Numbers by their value: 0 is 0.0. */
    private static Object number(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(entry -> entry.getKey() + number(entry.getValue()))
                    .toList();
        }
        return value.isNumber() ? value.doubleValue() : value.asText();
    }

    private static boolean isValid(String json) {
        return SCHEMA.validate(json, InputFormat.JSON).isEmpty();
    }

    /** Why it is no recipe; empty if it is one. */
    private static String refusal(String recipe) {
        try {
            if (recipe.contains("steps")) {
                CompressionRecipe.parse(recipe, "mine");
            } else {
                Recipe.parse(recipe);
            }
            return "";
        } catch (RecipeException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new LinkedHashSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String json(String yaml) {
        try {
            return new YAMLMapper().readTree(yaml).toString();
        } catch (IOException e) {
            throw new IllegalArgumentException(yaml, e);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json.startsWith("{\n") ? json : json.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
