// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

import io.espalier.base.RecipeException;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Goes through the families of numbers, one after another, and keeps the file of each that costs least within the budget. */
final class FamilySearch {
    private static final Family HALVES = new Family(Method.FLOAT16, List.of(Method.NONE, Method.FLOAT16));

    private final NumbersSearch.Request request;
    private final Workbench bench;
    private final List<Layer> layers;
    private final Optional<Curvature> curvature;
    private final List<Found> found = new ArrayList<>();
    private final List<Trial> missed = new ArrayList<>();

    /** @param curvature ranks layers, if it is there; else they are measured */
    FamilySearch(NumbersSearch.Request request, Workbench bench, List<Layer> layers, Optional<Curvature> curvature) {
        this.request = request;
        this.bench = bench;
        this.layers = layers;
        this.curvature = curvature;
    }

    /**
     * The file of a family that costs least.
     *
     * @param first all layers as the family begins
     */
    private record Found(Family family, Trial first, Trial trial) {}

    /** The file that costs least; empty if none keeps the budget. */
    Optional<Trial> best() {
        families().forEach(this::search);
        if (found.isEmpty() && !request.integersOnly() && request.objective().takes(Method.FLOAT16)) {
            // Some runtimes take no integers at all.
            search(HALVES);
        }
        return found.stream()
                .reduce((one, other) -> other.trial().isBetterThan(one.trial()) ? other : one)
                .map(this::withoutEqualization);
    }

    /** What came closest to the budget of all that {@link #best} tried; empty if nothing could be made. */
    Optional<Trial> nearest() {
        return missed.stream()
                .reduce((one, other) -> request.budget().lack(other.judgement())
                                < request.budget().lack(one.judgement())
                        ? other
                        : one);
    }

    private List<Family> families() {
        return Family.of(request.objective(), bench.isCalibrated(), request.integersOnly()).stream()
                .filter(family -> request.objective().takes(family.base()))
                .map(family -> new Family(
                        family.base(),
                        family.forms().stream()
                                .filter(request.objective()::takes)
                                .toList()))
                .toList();
    }

    private void search(Family given) {
        String what = "all layers " + given.base().id();
        Optional<Recipe> base = base(given, what);
        Optional<Trial> first = base.flatMap(recipe -> bench.trial(what, Choice.all(recipe)));
        if (base.isEmpty() || first.isEmpty()) {
            return;
        }
        bench.decide(what, first.get(), request.budget().holds(first.get().judgement()));
        Family family = isStrict(base.get()) ? ofIntegers(given) : given;
        // What cannot cost less in the fewest bits need not be searched.
        Choice fewest = Choice.all(base.get())
                .with(layers, family.forms().get(family.forms().size() - 1));
        if (found.stream().anyMatch(other -> !bench.mayCostLess(fewest, other.trial()))) {
            missed.add(first.get());
            return;
        }
        Descent descent = descent(family, first.get(), Algorithms.improvements());
        descent.best().ifPresent(trial -> found.add(new Found(family, first.get(), trial)));
        missed.add(descent.nearest());
    }

    /** Whether no operator may stay in float, be it that a runtime asks for that. */
    static boolean isStrict(Recipe recipe) {
        return recipe.equals(recipe.withStrict());
    }

    private static Family ofIntegers(Family family) {
        return new Family(
                family.base(),
                family.forms().stream()
                        .filter(form -> form.activations().isPresent())
                        .toList());
    }

    private Optional<Recipe> base(Family family, String what) {
        try {
            Recipe refined = request.refined().apply(family.recipe());
            Quantizer.of(refined);
            return Optional.of(refined);
        } catch (RecipeException e) {
            request.listener().step(new Step(what, -1, String.valueOf(e.getMessage()), false));
            return Optional.empty();
        }
    }

    private Descent descent(Family family, Trial first, List<Algorithms> candidates) {
        return new Descent(request, bench, layers, family, first, curvature, candidates);
    }

    /** Equalization changes all layers: whether it helps depends on which of them get few bits in the end. */
    private Trial withoutEqualization(Found best) {
        Trial equalized = best.trial();
        return equalized.choice().algorithms().equalize()
                ? descent(best.family(), best.first(), Algorithms.withoutEqualization())
                        .best()
                        .filter(other -> other.isBetterThan(equalized))
                        .orElse(equalized)
                : equalized;
    }
}
