// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A recipe to try.
 *
 * @param id its name in the search, such as {@code 17}
 * @param recipe the recipe in YAML, as {@link io.espalier.experiment.recipe.CompressionRecipe#parse} reads it
 * @param name the name of the recipe, which its files get too
 * @param settings what was chosen, by the places of the choices, such as {@code prune} and {@code 0.8}
 * @param share how much of its last training is done, above 0 and at most 1; with less than 1 the model is judged as it is then, and a later trial
 *     with more goes on
 */
public record Trial(String id, String name, String recipe, Map<String, String> settings, double share)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** @throws IllegalArgumentException if the share is out of range */
    public Trial {
        // Not a copy of Map's, which forgets the order.
        settings = new LinkedHashMap<>(settings);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of the training must be above 0 and at most 1, not " + share);
        }
    }

    /** A copy of what was chosen, in the order of the recipe. */
    @Override
    public Map<String, String> settings() {
        return new LinkedHashMap<>(settings);
    }

    /** The same trial with another share of its last training. */
    public Trial withShare(double part) {
        return new Trial(id, name, recipe, settings, part);
    }

    /** What was chosen, in one line: {@code prune 0.8, cluster 16}. */
    public String describe() {
        StringBuilder line = new StringBuilder();
        settings.forEach((place, value) -> line.append(line.isEmpty() ? "" : ", ")
                .append(place)
                .append(' ')
                .append(value));
        return line.toString();
    }
}
