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

/** A recipe as the command line has it: a name, or a file of YAML. */
final class RecipeArgument {
    private RecipeArgument() {}

    /**
     * The recipe.
     *
     * @throws UsageException if there is none of this name
     * @throws RecipeException if the file holds none
     */
    static Recipe read(String nameOrFile) throws IOException {
        String lower = nameOrFile.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return RecipeFile.read(Path.of(nameOrFile));
        }
        try {
            return Recipe.named(lower);
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
