// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.RecipeException;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.boards.Board;
import io.espalier.lite.quantize.integer.IntegerSettings;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.TargetRecipes;
import io.espalier.search.bits.Objective;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The runtimes that are to run the written file. */
final class TargetOptions {
    static final String NAME = "--for";

    private static final Set<Target> WITH_XNNPACK =
            Set.of(Target.TFLITE, Target.LITERT_JS, Target.MEDIAPIPE, Target.TFJS_TFLITE);

    private final Argument<String> targets;
    private final Argument<Boolean> portable;
    private final List<Board> boards;

    private TargetOptions(Argument<String> targets, Argument<Boolean> portable, List<Board> boards) {
        this.targets = targets;
        this.portable = portable;
        this.boards = List.copyOf(boards);
    }

    TargetOptions(Arguments arguments) {
        boards = List.of();
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

    /** These, and boards whose runtimes are to run the file too. */
    TargetOptions with(List<Board> named) {
        return new TargetOptions(targets, portable, named);
    }

    /**
     * The runtimes; empty if none was named, nor a board.
     *
     * @throws UsageException if one is not known
     */
    Optional<TargetRecipes> recipes() {
        return choose() ? Optional.of(TargetRecipes.of(targets())) : Optional.empty();
    }

    private List<Target> targets() {
        List<Target> all = new ArrayList<>();
        String names = targets.orNull();
        if (names != null) {
            for (String name : names.split(",", -1)) {
                try {
                    all.add(Target.of(name.strip()));
                } catch (IllegalArgumentException e) {
                    throw new UsageException(NAME + " " + names + ": " + e.getMessage());
                }
            }
        }
        boards.forEach(board -> all.add(board.runtime()));
        return all;
    }

    /** Whether a recipe is chosen for runtimes, if none is named. */
    boolean choose() {
        return targets.orNull() != null || !boards.isEmpty();
    }

    /** Whether a board that was named has a use for integers throughout. */
    boolean wantIntegers() {
        return boards.stream().anyMatch(Board::wantsIntegers);
    }

    /** The recipe with what is usual on the boards, where it says nothing else: integers throughout. Options that say more come after it. */
    Recipe usual(Recipe recipe) {
        if (!wantIntegers() || recipe.method() != Method.INT8) {
            return recipe;
        }
        IntegerSettings asked = recipe.integers();
        Recipe strict = recipe.withStrict();
        Recipe input = asked.inputType() == BoundaryType.FLOAT32 ? strict.withInputType(BoundaryType.INT8) : strict;
        return asked.outputType() == BoundaryType.FLOAT32 ? input.withOutputType(BoundaryType.INT8) : input;
    }

    /** What {@link #usual} sets in a recipe, for people; empty if nothing. */
    Optional<String> remark(Recipe recipe) {
        return wantIntegers() && recipe.method() == Method.INT8
                ? Optional.of(
                        "for "
                                + boards.stream()
                                        .filter(Board::wantsIntegers)
                                        .map(Board::name)
                                        .collect(Collectors.joining(", "))
                                + ": int8 becomes strict, with int8 inputs and outputs; --input-type and --output-type choose others")
                : Optional.empty();
    }

    /**
     * Makes sure that what is made small tells something of the runtimes.
     *
     * @throws UsageException if it is the time in XNNPACK, and none of the runtimes computes with that
     */
    void check(Objective objective) {
        List<Target> named = targets();
        if (objective == Objective.LATENCY && !named.isEmpty() && Collections.disjoint(named, WITH_XNNPACK)) {
            throw new UsageException(
                    "--objective latency goes by times of TFLite with XNNPACK on a desktop, which say nothing of "
                            + given() + "; leave it out for the smallest file, or take --objective flash for C");
        }
    }

    /** What is to be said where something else is made small than what counts on the runtimes; empty if there is nothing. */
    Optional<String> remark(Objective objective) {
        boolean isElsewhere = !boards.isEmpty() || !Set.of(Target.TFLITE).containsAll(targets());
        if (objective == Objective.LATENCY && isElsewhere) {
            return Optional.of("times are estimated for TFLite with XNNPACK on a desktop; those of " + given()
                    + " are others, so measure there");
        }
        return objective == Objective.FLASH && targets().contains(Target.TFLITE_MICRO)
                ? Optional.of(
                        "--objective flash counts what the model takes as C; for TFLite Micro the whole file lies in"
                                + " flash, which --objective size makes small")
                : Optional.empty();
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
        if (options.askForIntegers() || wantIntegers()) {
            return of(options.refine(usual(Recipe.of(Method.INT8))));
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
            throw new UsageException(given() + ": " + e.getMessage());
        }
    }

    private String given() {
        List<String> words = new ArrayList<>();
        if (targets.orNull() != null) {
            words.add(NAME + " " + targets.orNull());
        }
        if (!boards.isEmpty()) {
            words.add(boards.stream().map(Board::name).collect(Collectors.joining(",", BoardOptions.NAME + " ", "")));
        }
        return String.join(" ", words);
    }
}
