// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.RecipeException;
import io.espalier.compress.CompressionException;
import java.util.function.Supplier;

/** Asks those who know a value whether it will do, so that the refusal is known to be about its key. */
final class KeyCheck {
    private KeyCheck() {}

    /**
     * What a value makes.
     *
     * @throws RecipeException at the key, if it is refused
     */
    static <T> T of(String key, Supplier<T> made) {
        try {
            return made.get();
        } catch (CompressionException | RecipeException | IllegalArgumentException e) {
            throw RecipeException.at(key, "'" + key + "': " + e.getMessage());
        }
    }
}
