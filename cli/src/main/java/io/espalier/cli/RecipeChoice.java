// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.QuantizationException;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.TargetRecipes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The recipe of a conversion: the one that was named, or the first of several that makes a file which runtimes run well.
 *
 * @param candidates in the order in which they are tried
 * @param targets the runtimes; empty if any file will do
 * @param leftOut what is not among the candidates, and why
 */
record RecipeChoice(List<Recipe> candidates, Optional<TargetRecipes> targets, List<String> leftOut) {
    RecipeChoice {
        candidates = List.copyOf(candidates);
        leftOut = List.copyOf(leftOut);
    }

    /** This recipe and no other. */
    RecipeChoice(Recipe recipe, Optional<TargetRecipes> targets) {
        this(List.of(recipe), targets, List.of());
    }

    /** Makes a file by a recipe. */
    interface Maker {
        Quantized make(Recipe recipe) throws IOException;
    }

    /** What was made, and how. */
    record Chosen(Recipe recipe, Quantized quantized) {}

    /** The first to try. */
    Recipe first() {
        return candidates.get(0);
    }

    /** Whether files are made for simple runtimes, which need fixed shapes. */
    boolean isPortable() {
        return first().isPortable();
    }

    /**
     * Tries recipes until the runtimes have nothing against what comes of one.
     *
     * @param model what messages call the model
     * @throws QuantizationException if they have something against every file; it says what
     */
    Chosen choose(Path model, Maker maker) throws IOException {
        List<String> failed = new ArrayList<>(leftOut);
        for (Recipe recipe : candidates) {
            try {
                Quantized quantized = maker.make(recipe);
                List<String> objections = targets.map(named -> named.objections(quantized.graph()))
                        .orElse(List.of());
                if (objections.isEmpty()) {
                    return new Chosen(recipe, quantized.withNotesBefore(notes(recipe, failed)));
                }
                failed.add("'" + recipe + "' will not do: " + String.join("; ", objections));
            } catch (QuantizationException e) {
                if (candidates.size() == 1) {
                    throw e;
                }
                failed.add("'" + recipe + "' will not do: " + e.getMessage());
            }
        }
        throw new QuantizationException(model + ": found no file that runs well in " + targets.orElseThrow() + "\n  "
                + String.join("\n  ", failed));
    }

    private List<String> notes(Recipe recipe, List<String> failed) {
        if (candidates.size() == 1 || targets.isEmpty()) {
            return List.of();
        }
        List<String> notes = new ArrayList<>(failed);
        notes.add("'" + recipe + "' makes a file that runs well in " + targets.get());
        return notes;
    }
}
