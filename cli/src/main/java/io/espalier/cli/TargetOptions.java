// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.RecipeException;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.TargetRecipes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The runtimes that are to run the written file. */
final class TargetOptions {
    static final String NAME = "--for";

    private final Argument<String> targets;
    private final Argument<Boolean> portable;

    TargetOptions(Arguments arguments) {
        targets = arguments.option(
                String.class,
                Arguments.named(
                                NAME,
                                "RUNTIME,...",
                                "Make a file that these runtimes run well, or say why there is none: "
                                        + "${COMPLETION-CANDIDATES}. Without a recipe, Espalier chooses one.")
                        .completionCandidates(Target.ids()));
        portable = arguments.flag(
                "--portable",
                "Write operators as runtimes simpler than TFLite expect them, such as OpenCV and ArmNN, with fixed shapes.");
    }

    /**
     * The runtimes; empty if none was named.
     *
     * @throws UsageException if one is not known
     */
    Optional<TargetRecipes> recipes() {
        if (targets.orNull() == null) {
            return Optional.empty();
        }
        List<Target> all = new ArrayList<>();
        for (String name : targets.orNull().split(",", -1)) {
            try {
                all.add(Target.of(name.strip()));
            } catch (IllegalArgumentException e) {
                throw new UsageException(NAME + " " + targets.orNull() + ": " + e.getMessage());
            }
        }
        return Optional.of(TargetRecipes.of(all));
    }

    /** Whether a recipe is chosen for runtimes, if none is named. */
    boolean choose() {
        return targets.orNull() != null;
    }

    /** This recipe, with what the options ask of it. */
    RecipeChoice of(Recipe recipe) {
        return new RecipeChoice(refined(recipe), recipes());
    }

    /**
     * Recipes for the runtimes that were named.
     *
     * @param canCalibrate whether there is something to calibrate with
     * @param options that apply to integer activations; if some were given, no other recipe comes into question
     */
    RecipeChoice any(boolean canCalibrate, QuantizationOptions options) {
        if (options.askForIntegers()) {
            return of(options.refine(Recipe.of(Method.INT8)));
        }
        TargetRecipes named = recipes().orElseThrow();
        List<Recipe> all = named.candidates(canCalibrate).stream()
                .map(recipe -> portable.get() ? recipe.withPortable() : recipe)
                .toList();
        Optional<String> leftOut = named.contradiction()
                .or(() -> canCalibrate ? Optional.empty() : Optional.of("it needs calibration (--calibrate DATA)"))
                .map(why -> "'int8' was left out: " + why);
        return new RecipeChoice(all, Optional.of(named), leftOut.stream().toList());
    }

    private Recipe refined(Recipe recipe) {
        Recipe refined = portable.get() ? recipe.withPortable() : recipe;
        try {
            return recipes().map(named -> named.fitted(refined)).orElse(refined);
        } catch (RecipeException e) {
            throw new UsageException(NAME + " " + targets.orNull() + ": " + e.getMessage());
        }
    }
}
