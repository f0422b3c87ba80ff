// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.NearestName;
import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Prints a recipe, or writes it to a file with the schema beside it. */
final class RecipeShowCommand extends Subcommand {
    private final Argument<String> recipe =
            arguments().parameter("NAME|FILE", RecipeKind.names(), "${COMPLETION-CANDIDATES}, or a .yaml file.");
    private final Argument<Boolean> all =
            arguments().flag("--all", "Fill in every default that does not depend on the data.");
    private final Argument<Path> output = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                                    "-o",
                                    OutputFile.LABEL,
                                    "Write it to this .yaml file, and the schema for editors beside it.")
                            .names("-o", "--output"));
    private final Argument<Boolean> force = arguments().flag("--force", "Overwrite the file if it exists.");

    RecipeShowCommand() {
        super("recipe show pcqat", "recipe show int8 --all", "recipe show pcqat -o mine.yaml");
    }

    @Override
    public Integer call() throws IOException {
        String yaml = yaml(recipe.get());
        Path file = output.orNull();
        if (file == null) {
            PrintWriter out = out();
            out.print(RecipeSchema.LINE + yaml);
            out.flush();
            return ExitCode.DONE;
        }
        if (!RecipeKind.isFile(file.toString())) {
            throw UsageException.replacing(
                    file + ": a recipe is a .yaml file", file, OutputFile.suggestion(file, ".yaml"));
        }
        OutputFile.claim(file, ".yaml", force.get());
        RecipeSchema.write(file, yaml);
        terminal().done("Written", file + ", and " + RecipeSchema.FILE_NAME + " beside it for editors");
        terminal().next("recipe", "validate", file);
        return ExitCode.DONE;
    }

    private String yaml(String nameOrFile) throws IOException {
        if (RecipeKind.isFile(nameOrFile)) {
            Path file = Path.of(nameOrFile);
            return switch (RecipeKind.of(file)) {
                case COMPRESSION -> CompressionRecipe.read(file).toYaml();
                case QUANTIZATION -> Recipe.read(file).toYaml();
                case SPACE ->
                    throw new UsageException(
                            file + ": a space stands for many recipes; validate says how many",
                            ShellCommand.espalier("recipe", "validate", file));
            };
        }
        String name = nameOrFile.toLowerCase(Locale.ROOT);
        List<String> names = RecipeKind.names();
        if (!names.contains(name)) {
            throw new UsageException("unknown recipe '" + nameOrFile + "'" + NearestName.suggestion(name, names)
                    + "; choose one of: " + String.join(", ", names) + ", or a .yaml file");
        }
        if (Method.ids().contains(name)) {
            return all.get() ? Recipe.named(name).toYaml() : "quantize: " + name + "\n";
        }
        return all.get() ? CompressionRecipe.named(name).toYaml() : CompressionRecipe.text(name);
    }
}
