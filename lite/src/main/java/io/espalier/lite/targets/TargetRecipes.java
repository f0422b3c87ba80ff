// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.targets;

import io.espalier.base.RecipeException;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Recipes for a file that several runtimes run, and run well. Immutable.
 *
 * <pre>{@code
 * TargetRecipes targets = TargetRecipes.of(List.of(Target.LITERT_JS, Target.ARMNN));
 * Recipe recipe = targets.fitted(Recipe.named("int8"));
 * List<String> objections = targets.objections(quantized);   // empty: all of them run it well
 * }</pre>
 */
public final class TargetRecipes {
    private final List<Target> targets;

    private TargetRecipes(List<Target> targets) {
        this.targets = List.copyOf(targets);
    }

    /** For all of these. */
    public static TargetRecipes of(List<Target> targets) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("name a runtime; choose from: " + String.join(", ", Target.ids()));
        }
        return new TargetRecipes(targets.stream().distinct().toList());
    }

    /**
     * What to try, the quickest and smallest first, each {@linkplain #fitted fitted}; the last leaves everything in float. Recipes with integer
     * activations whose boundaries the runtimes contradict each other about are left out.
     *
     * @param canCalibrate whether there is a representative data set
     */
    public List<Recipe> candidates(boolean canCalibrate) {
        List<Recipe> all = new ArrayList<>();
        if (canCalibrate && contradiction().isEmpty()) {
            all.add(fitted(Recipe.of(Method.INT8)));
        }
        for (Method method : List.of(Method.DYNAMIC, Method.WEIGHT_ONLY_INT8, Method.FLOAT16, Method.NONE)) {
            all.add(fitted(Recipe.of(method)));
        }
        return List.copyOf(all);
    }

    /** Why no integer model has inputs and outputs that all of the runtimes take; empty if there is one. */
    public Optional<String> contradiction() {
        if (!boundaries().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(targets.stream()
                .filter(target -> target.needs().boundaries().size() < BoundaryType.values().length)
                .map(TargetRecipes::whatItTakes)
                .collect(Collectors.joining(", ", "they contradict each other about inputs and outputs: ", "")));
    }

    /**
     * The recipe with what the runtimes need: types of inputs and outputs, one scale for weights of FULLY_CONNECTED, no operator in float, simple
     * operators. What they say nothing of stays.
     *
     * @throws RecipeException if the recipe asks for something that one of them does not take
     */
    public Recipe fitted(Recipe recipe) {
        Recipe fitted = recipe;
        if (recipe.takesCalibration()) {
            contradiction().ifPresent(why -> {
                throw new RecipeException(why);
            });
            fitted = fitted.withInputType(
                            boundary("input_type", recipe.integers().inputType()))
                    .withOutputType(boundary("output_type", recipe.integers().outputType()));
            if (needs(Needs::integersOnly).isPresent()) {
                fitted = fitted.withStrict();
            }
        }
        if (needs(Needs::oneScale).isPresent() && recipe.weights().granularity() == Granularity.AUTOMATIC) {
            fitted = fitted.withGranularity(Granularity.PER_TENSOR_DENSE);
        }
        return needs(Needs::portable).isPresent() ? fitted.withPortable() : fitted;
    }

    // What was not asked for is float32, which gives way.
    private BoundaryType boundary(String key, BoundaryType asked) {
        Set<BoundaryType> possible = boundaries();
        if (possible.contains(asked)) {
            return asked;
        }
        if (asked == BoundaryType.FLOAT32) {
            return possible.iterator().next();
        }
        Target against = targets.stream()
                .filter(target -> !target.needs().boundaries().contains(asked))
                .findFirst()
                .orElseThrow();
        throw new RecipeException("'" + key + ": " + asked + "': " + whatItTakes(against) + " only");
    }

    private static String whatItTakes(Target target) {
        return target.needs().boundaries().stream()
                .map(BoundaryType::toString)
                .collect(Collectors.joining(" or ", target.title() + " takes ", ""));
    }

    private Set<BoundaryType> boundaries() {
        Set<BoundaryType> common = EnumSet.allOf(BoundaryType.class);
        targets.forEach(target -> common.retainAll(target.needs().boundaries()));
        return common;
    }

    private Optional<Target> needs(Predicate<Needs> need) {
        return targets.stream().filter(target -> need.test(target.needs())).findFirst();
    }

    /** What keeps the runtimes from running a file well, one line for each that has something against it; empty if none has. */
    public List<String> objections(Graph graph) {
        List<String> objections = new ArrayList<>();
        for (Target target : targets) {
            List<Finding> findings = target.findings(graph);
            Verdict verdict = Verdict.of(findings);
            findings.stream()
                    .filter(finding -> finding.verdict() == verdict)
                    .findFirst()
                    .ifPresent(finding ->
                            objections.add(target.title() + " " + verdict.text() + ": " + text(graph, finding)));
        }
        return List.copyOf(objections);
    }

    private static String text(Graph graph, Finding finding) {
        return finding.operatorName(graph).map(operator -> operator + ": ").orElse("") + finding.reason();
    }

    /** The names of the runtimes. */
    @Override
    public String toString() {
        return targets.stream().map(Target::title).collect(Collectors.joining(", "));
    }
}
