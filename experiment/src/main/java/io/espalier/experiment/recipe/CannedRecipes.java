// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.RecipeException;
import io.espalier.base.internal.NearestName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The recipes that are part of Espalier, each a YAML file beside this class. */
final class CannedRecipes {
    private static final List<String> NAMES = List.of(
            "prune", "prune-filters", "cluster", "prune-cluster", "qat", "pqat", "cqat", "pcqat", "distil", "smallest");

    private CannedRecipes() {}

    static List<String> names() {
        return NAMES;
    }

    /**
     * The recipe of a name.
     *
     * @throws RecipeException if there is none
     */
    static CompressionRecipe named(String name) {
        return CompressionRecipeFile.parse(text(name), name);
    }

    /**
     * The text of the recipe of a name.
     *
     * @throws RecipeException if there is none
     */
    static String text(String name) {
        if (!NAMES.contains(name)) {
            throw new RecipeException("unknown recipe '" + name + "'" + NearestName.suggestion(name, NAMES)
                    + "; choose one of: " + String.join(", ", NAMES));
        }
        try (InputStream file = CannedRecipes.class.getResourceAsStream(name + ".yaml")) {
            if (file == null) {
                throw new IllegalStateException("recipe " + name + " is missing from its package");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
