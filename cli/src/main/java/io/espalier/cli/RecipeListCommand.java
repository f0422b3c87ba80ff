// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.lite.recipe.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lists the recipes that are part of Espalier. */
final class RecipeListCommand extends Subcommand {
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    RecipeListCommand() {
        super("recipe list", "recipe list --json");
    }

    /** A recipe by its name, with the commands that take it. */
    private record Row(String name, RecipeKind kind, String about) {}

    @Override
    public Integer call() {
        List<Row> rows = rows();
        if (json.get()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            rows.forEach(row -> all.addObject()
                    .put("recipe", row.name())
                    .put("kind", row.kind().id())
                    .put("commands", row.kind().commands())
                    .put("about", row.about()));
            out().println(JsonTree.indented(all));
            return ExitCode.DONE;
        }
        out().println(line("Recipe", "For", "What it does"));
        rows.forEach(row -> out().println(line(row.name(), row.kind().commands(), row.about())));
        return ExitCode.DONE;
    }

    private String line(String name, String commands, String about) {
        return terminal().fit(String.format(Locale.US, "%-16s  %-17s  %s", name, commands, about));
    }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (String name : CompressionRecipe.names()) {
            String first = CompressionRecipe.text(name).lines().findFirst().orElse("");
            rows.add(new Row(name, RecipeKind.COMPRESSION, first.replaceFirst("^# *", "")));
        }
        for (String name : Method.ids()) {
            rows.add(new Row(name, RecipeKind.QUANTIZATION, about(name)));
        }
        return rows;
    }

    private static String about(String method) {
        try {
            JsonNode choices =
                    JsonTree.parse(RecipeSchema.text()).at("/definitions/quantization/properties/quantize/oneOf");
            for (JsonNode choice : choices) {
                if (choice.path("const").asText().equals(method)) {
                    return choice.path("description").asText();
                }
            }
            throw new IllegalStateException("the schema of recipes does not know " + method);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the schema of recipes is JSON", e);
        }
    }
}
