// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.RecipeException;
import io.espalier.base.internal.NearestName;
import io.espalier.base.yaml.StrictYaml;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A recipe as the command line has it: a name, or a file of YAML. There are those that only store numbers otherwise, and those that train; who
 * names one of the wrong kind is told the command that takes it.
 */
final class RecipeArgument {
    private static final String STEPS = "steps";

    private RecipeArgument() {}

    /** What takes a recipe of another kind, as a command to paste; empty where it would lack something. */
    @FunctionalInterface
    interface Other {
        Optional<String> command() throws IOException;
    }

    /**
     * A recipe for quantization.
     *
     * @param training the command that takes a recipe that trains, for one who named such
     * @throws UsageException if there is none of this name, or it trains
     * @throws RecipeException if the file holds none
     */
    static Recipe quantization(String nameOrFile, Other training) throws IOException {
        boolean isFile = RecipeKind.isFile(nameOrFile);
        String name = nameOrFile.toLowerCase(Locale.ROOT);
        boolean trains = isFile
                ? keys(nameOrFile).contains(STEPS)
                : CompressionRecipe.names().contains(name);
        if (trains) {
            throw new UsageException(
                    "'" + nameOrFile + "' is a recipe that trains the model; use compress, which takes training data",
                    training.command().orElse(null));
        }
        if (isFile) {
            return Recipe.read(Path.of(nameOrFile));
        }
        if (!Method.ids().contains(name)) {
            throw unknown(nameOrFile, Method.ids(), CompressionRecipe.names(), "compress");
        }
        return Recipe.named(name);
    }

    /**
     * A recipe of steps that train.
     *
     * @param converting the command that takes a recipe for quantization, for one who named such
     * @param searching the command that takes a space
     * @throws UsageException if there is none of this name, or it is for quantization, or a space
     * @throws RecipeException if the file holds none
     */
    static CompressionRecipe compression(String nameOrFile, Other converting, Other searching) throws IOException {
        boolean isFile = RecipeKind.isFile(nameOrFile);
        String name = nameOrFile.toLowerCase(Locale.ROOT);
        List<String> keys = isFile ? keys(nameOrFile) : List.of();
        boolean quantizes = isFile
                ? keys.contains("quantize") && !keys.contains(STEPS)
                : Method.ids().contains(name);
        if (quantizes) {
            throw new UsageException(
                    "'" + nameOrFile + "' is a recipe that only quantizes, without training; use convert",
                    converting.command().orElse(null));
        }
        if (isFile && keys.contains(STEPS) && RecipeKind.of(Path.of(nameOrFile)) == RecipeKind.SPACE) {
            throw new UsageException(
                    "'" + nameOrFile + "' is a space, which stands for many recipes; use search, which tries them",
                    searching.command().orElse(null));
        }
        if (isFile) {
            return CompressionRecipe.read(Path.of(nameOrFile));
        }
        if (!CompressionRecipe.names().contains(name)) {
            throw unknown(nameOrFile, CompressionRecipe.names(), Method.ids(), "convert or quantize");
        }
        return CompressionRecipe.named(name);
    }

    private static List<String> keys(String file) throws IOException {
        return StrictYaml.readFile(Path.of(file), StrictYaml::keys);
    }

    private static UsageException unknown(String name, List<String> here, List<String> elsewhere, String otherCommand) {
        List<String> all = Stream.concat(here.stream(), elsewhere.stream()).toList();
        return new UsageException("unknown recipe '" + name + "'" + NearestName.suggestion(name, all)
                + "; choose one of: " + String.join(", ", here) + ", or a .yaml file; recipes of " + otherCommand
                + ": " + String.join(", ", elsewhere));
    }
}
