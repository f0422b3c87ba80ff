// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** docs/recipes.md against the schema, of which its tables are made, and its examples against what reads recipes. */
class RecipesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "recipes.md");
    private static final Path EXPECTED = Path.of("target", "recipes.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final int MOST_LISTED = 20;

    @Test
    void theTablesAreThoseOfTheSchema() throws IOException {
        Files.writeString(EXPECTED, text());

        assertThat(Files.readString(PAGE))
                .as("docs/recipes.md must contain what is in experiment/%s", EXPECTED)
                .contains(text());
    }

    @Test
    void theExamplesAreRecipes() throws IOException {
        List<String> examples = EXAMPLE.matcher(Files.readString(PAGE))
                .results()
                .map(MatchResult::group)
                .map(block -> block.substring(8, block.length() - 3))
                .toList();

        assertThat(examples).hasSizeGreaterThan(1).allSatisfy(RecipesPageTest::read);
    }

    private static void read(String yaml) {
        if (yaml.contains("steps:")) {
            CompressionRecipe.parse(yaml, "mine");
        } else {
            Recipe.parse(yaml);
        }
    }

    private static String text() throws IOException {
        JsonNode definitions = new JsonMapper().readTree(RecipeSchema.text()).path("definitions");
        List<String> lines = new ArrayList<>();
        lines.addAll(table("### A recipe for compression", definitions.path("compression")));
        for (JsonNode step : definitions.at("/compression/properties/steps/items/oneOf")) {
            String name = step.path("$ref").asText().replaceFirst(".*/", "");
            if (definitions.path(name).has("properties")) {
                lines.addAll(table("### Step `" + name + "`", definitions.path(name)));
            }
        }
        lines.addAll(table(
                "### How a step trains: `train`, and the value of `fine_tune`",
                definitions.at("/fine_tune/properties/fine_tune")));
        lines.addAll(table("### A teacher, in `distil`", definitions.at("/teaching/oneOf/1")));
        lines.addAll(table("### A recipe for quantization, or the step `quantize`", definitions.path("quantization")));
        lines.addAll(table("### A rule, in `rules`", definitions.path("rule")));
        return String.join("\n", lines);
    }

    private static List<String> table(String title, JsonNode keys) {
        List<String> lines = new ArrayList<>(List.of(title, ""));
        if (keys.has("description")) {
            lines.addAll(List.of(keys.path("description").asText(), ""));
        }
        lines.addAll(List.of("| key | takes | default | meaning |", "|---|---|---|---|"));
        for (Map.Entry<String, JsonNode> key : keys.path("properties").properties()) {
            JsonNode schema = key.getValue();
            lines.add("| `" + key.getKey() + "` | " + takes(schema) + " | "
                    + (schema.has("default") ? "`" + usual(schema.path("default")) + "`" : "") + " | "
                    + schema.path("description").asText() + " |");
        }
        lines.add("");
        return lines;
    }

    private static String usual(JsonNode value) {
        return value.isTextual()
                ? value.textValue()
                : value.isObject()
                        ? String.join(
                                ", ",
                                value.properties().stream()
                                        .map(entry -> entry.getKey() + ": "
                                                + entry.getValue()
                                                        .decimalValue()
                                                        .toPlainString())
                                        .toList())
                        : value.isNumber() ? number(value) : value.asText();
    }

    private static String number(JsonNode value) {
        return value.decimalValue().stripTrailingZeros().toPlainString();
    }

    private static String takes(JsonNode schema) {
        if (schema.has("enum")) {
            return schema.path("enum").size() > MOST_LISTED ? "a name" : listed(schema.path("enum"));
        }
        if (schema.path("oneOf").path(0).has("const")) {
            return String.join(
                    ", ",
                    each(schema.path("oneOf"))
                            .map(choice -> "`" + choice.path("const").asText() + "`")
                            .toList());
        }
        if (schema.has("oneOf")) {
            return takes(schema.path("oneOf").path(0)) + ", or such a value for each";
        }
        return switch (schema.path("type").asText()) {
            case "boolean" -> "`true`, `false`";
            case "integer" -> "whole number" + range(schema);
            case "number" -> "number" + range(schema);
            case "string" -> "text";
            case "array" ->
                schema.path("items").has("enum")
                        ? "list of " + listed(schema.path("items").path("enum"))
                        : "list";
            default -> schema.has("allOf") ? "a teacher" : "keys";
        };
    }

    private static String range(JsonNode schema) {
        List<String> bounds = new ArrayList<>();
        bound(schema, "minimum", "from ", bounds);
        bound(schema, "exclusiveMinimum", "above ", bounds);
        bound(schema, "maximum", "to ", bounds);
        bound(schema, "exclusiveMaximum", "below ", bounds);
        return bounds.isEmpty() ? "" : ", " + String.join(" ", bounds);
    }

    // The greatest numbers of Java are no bounds that anybody meets.
    private static void bound(JsonNode schema, String key, String word, List<String> bounds) {
        if (schema.has(key) && Math.abs(schema.path(key).doubleValue()) < Integer.MAX_VALUE) {
            bounds.add(word + schema.path(key).asText());
        }
    }

    private static String listed(JsonNode values) {
        return String.join(
                ", ", each(values).map(value -> "`" + value.asText() + "`").toList());
    }

    private static Stream<JsonNode> each(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
