// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.experiment.internal.RecipeSchema;
import java.io.PrintWriter;

/** Prints the JSON Schema of recipes. */
final class RecipeSchemaCommand extends Subcommand {
    RecipeSchemaCommand() {
        super("recipe schema > " + RecipeSchema.FILE_NAME);
    }

    @Override
    public Integer call() {
        PrintWriter out = out();
        out.print(RecipeSchema.text());
        out.flush();
        return ExitCode.DONE;
    }
}
