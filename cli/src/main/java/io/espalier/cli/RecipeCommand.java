// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

/** Recipes: those that are part of Espalier, and files. */
final class RecipeCommand extends CommandGroup {
    RecipeCommand() {
        super("recipe list", "recipe show pcqat -o mine.yaml", "recipe validate mine.yaml");
        add("list", new RecipeListCommand(), "Lists the recipes that are part of Espalier.");
        add("show", new RecipeShowCommand(), "Prints a recipe, to start your own from, or writes it to a file.");
        add("validate", new RecipeValidateCommand(), "Checks recipe files, and names everything that is wrong.");
        add("schema", new RecipeSchemaCommand(), "Prints the JSON Schema of recipes, for editors.");
    }
}
