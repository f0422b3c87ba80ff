// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.RecipeException;
import io.espalier.base.internal.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Checks recipe files of all kinds. */
final class RecipeValidateCommand extends Subcommand {
    private final Argument<List<Path>> files =
            arguments().parameters(Path.class, OutputFile.LABEL, true, "Recipes, or spaces of recipes, .yaml files.");
    private final Argument<Boolean> space = arguments()
            .flag(
                    "--space",
                    "They are spaces for search, also if they have no choice; those with one are known as such.");
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    RecipeValidateCommand() {
        super("recipe validate mine.yaml", "recipe validate mine.yaml --json");
    }

    @Override
    public Integer call() throws IOException {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        boolean isValid = true;
        for (Path file : files.get()) {
            ObjectNode entry = all.addObject().put("file", file.toString());
            try {
                RecipeKind kind = space.get() ? RecipeKind.SPACE : RecipeKind.of(file);
                String what = kind.read(file);
                entry.put("valid", true).put("kind", kind.id());
                if (!json.get()) {
                    out().println(file + ": " + what);
                }
            } catch (RecipeException e) {
                isValid = false;
                addMistakes(entry.put("valid", false), e);
                spec().commandLine().getErr().println("espalier: " + e.getMessage());
            }
        }
        if (json.get()) {
            out().println(JsonTree.indented(all));
        }
        return isValid ? ExitCode.DONE : ExitCode.BAD_INPUT_FILE;
    }

    private static void addMistakes(ObjectNode entry, RecipeException refused) {
        ArrayNode mistakes = entry.putArray("mistakes");
        refused.mistakes()
                .forEach(mistake -> mistakes.addObject()
                        .put("line", mistake.line())
                        .put("column", mistake.column())
                        .put("message", mistake.message()));
        if (mistakes.isEmpty()) {
            mistakes.addObject().put("message", refused.getMessage());
        }
    }
}
