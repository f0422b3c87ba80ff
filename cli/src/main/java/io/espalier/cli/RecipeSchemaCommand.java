// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.search.space.SpaceSchema;
import java.io.PrintWriter;

/** Prints the JSON Schema of recipes, or of spaces of recipes. */
final class RecipeSchemaCommand extends Subcommand {
    private final Argument<Boolean> space =
            arguments().flag("--space", "The schema of spaces, which search takes, instead of that of recipes.");

    RecipeSchemaCommand() {
        super("recipe schema > " + RecipeSchema.FILE_NAME, "recipe schema --space > " + SpaceSchema.FILE_NAME);
    }

    @Override
    public Integer call() {
        PrintWriter out = out();
        out.print(space.get() ? SpaceSchema.text() : RecipeSchema.text());
        out.flush();
        return ExitCode.DONE;
    }
}
