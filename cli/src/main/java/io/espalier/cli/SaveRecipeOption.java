// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where the recipe goes that a search for numbers found. */
final class SaveRecipeOption {
    private static final String ENDING = ".yaml";

    private final Argument<Path> option;

    SaveRecipeOption(Arguments arguments) {
        option = arguments.option(
                Path.class,
                Arguments.named(
                        "--save-recipe", "FILE", "With --max-drop, write the recipe that was found to a .yaml file."));
    }

    Argument<Path> argument() {
        return option;
    }

    /** @throws UsageException if the file is called otherwise than a recipe, or may not be written */
    void check(boolean force) throws IOException {
        @Nullable Path file = option.orNull();
        if (file == null) {
            return;
        }
        if (!RecipeKind.isFile(file.toString())) {
            throw UsageException.replacing(
                    file + ": a recipe is a .yaml file", file, OutputFile.suggestion(file, ENDING));
        }
        OutputFile.claim(file, ENDING, force);
    }

    /**
     * Writes the recipe, if that was asked for, and says how to make the same file by it.
     *
     * @param words of the command that takes it, up to the recipe
     * @param found names of the options that shaped the search, which the recipe stands for
     */
    void write(
            Recipe recipe,
            List<Object> words,
            Set<String> found,
            QuantizationOptions options,
            CommandSpec command,
            Terminal terminal)
            throws IOException {
        @Nullable Path file = option.orNull();
        if (file == null) {
            return;
        }
        RecipeSchema.write(file, recipe.toYaml());
        terminal.done("Wrote", file + " (the recipe), and " + RecipeSchema.FILE_NAME + " beside it for editors");
        Set<String> others = new HashSet<>(found);
        others.addAll(QuantizationOptions.SAMPLES);
        List<Object> again = new ArrayList<>(words);
        again.add(file);
        again.addAll(RepeatedOptions.words(command, others));
        again.addAll(recipe.takesSamples() ? options.sampleWords() : options.scaleWords());
        terminal.done("Again", ShellCommand.espalier(again.toArray()));
    }
}
