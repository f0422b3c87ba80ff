// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.RecipeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The layers that a step of a recipe names. */
final class NamedLayers {
    private NamedLayers() {}

    /**
     * Their names; empty, which means all layers, if nothing is said.
     *
     * @throws RecipeException if the list is there, but empty
     */
    static List<String> of(@Nullable List<String> said) {
        if (said == null) {
            return List.of();
        }
        if (said.isEmpty()) {
            throw RecipeException.at("layers", "'layers' names no layer; remove the key to take all layers");
        }
        return said;
    }
}
