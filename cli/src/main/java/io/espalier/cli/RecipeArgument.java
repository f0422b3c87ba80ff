// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.RecipeException;
import io.espalier.lite.recipe.RecipeFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.Function;

/** A recipe as the command line has it: a name, or a file of YAML. */
final class RecipeArgument {
    private RecipeArgument() {}

    /** Reads a recipe of some kind. */
    @FunctionalInterface
    interface FileReader<T> {
        T read(Path file) throws IOException;
    }

    /**
     * A recipe for quantization.
     *
     * @throws UsageException if there is none of this name
     * @throws RecipeException if the file holds none
     */
    static Recipe read(String nameOrFile) throws IOException {
        return read(nameOrFile, RecipeFile::read, Recipe::named);
    }

    /** A recipe of another kind; throws as {@link #read(String)}. */
    static <T> T read(String nameOrFile, FileReader<T> files, Function<String, T> names) throws IOException {
        String lower = nameOrFile.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return files.read(Path.of(nameOrFile));
        }
        try {
            return names.apply(lower);
        } catch (RecipeException e) {
            throw new UsageException(e.getMessage() + ", or a .yaml file");
        }
    }

    /** What may be completed. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Method.ids().iterator();
        }
    }
}
