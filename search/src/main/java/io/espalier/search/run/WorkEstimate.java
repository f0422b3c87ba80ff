// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.base.RecipeException;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.search.space.RecipeSpace;
import io.espalier.search.space.RecipeSpace.Leaf;
import io.espalier.search.space.Sampling;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialBench.Work;
import java.math.BigInteger;
import java.util.List;

/**
 * The training steps of so many trials that nobody wants to wait until each recipe was read, told by some of them. A step that many recipes have in common
 * counts in each of them with its part, as Horvitz and Thompson weigh what a sample finds (A generalization of sampling without replacement from a finite
 * universe, 1952).
 */
final class WorkEstimate {
    /** How many recipes are read; reading these takes about a second. */
    static final int RECIPES = 1000;

    private final RecipeSpace space;
    private final SearchSettings options;
    private final TrialBench bench;
    private final double tried;
    private double alone;
    private double shared;

    private WorkEstimate(RecipeSpace space, SearchSettings options, TrialBench bench, double tried) {
        this.space = space;
        this.options = options;
        this.bench = bench;
        this.tried = tried;
    }

    /** The work of trials that are all recipes of the space, or some at random; nothing of it is taken to be done. */
    static Work of(RecipeSpace space, SearchSettings options, TrialBench bench, int trials) {
        WorkEstimate sum =
                new WorkEstimate(space, options, bench, trials / space.leaves().doubleValue());
        List<BigInteger> some =
                Sampling.random(space.leaves(), RECIPES, options.seed().orElse(0));
        some.forEach(index -> sum.add(space.leaf(index)));
        double times = trials / (double) some.size();
        long together = Math.round(sum.shared * times);
        return new Work(Math.round(sum.alone * times), together, together);
    }

    private void add(Leaf leaf) {
        try {
            CompressionRecipe recipe = TrialList.said(CompressionRecipe.parse(leaf.yaml(), space.name()), options);
            long before = 0;
            for (int place = 1; place <= recipe.steps().size(); place++) {
                long all = bench.trainingSteps(beginning(recipe, place));
                alone += all - before;
                shared += (all - before) * part(leaf.alike().get(place - 1).doubleValue());
                before = all;
            }
        } catch (RecipeException e) {
            // Its choices contradict each other: it is not trained.
        }
    }

    private static CompressionRecipe beginning(CompressionRecipe recipe, int steps) {
        return new CompressionRecipe(
                recipe.name(),
                recipe.seed(),
                recipe.batchSize(),
                recipe.validationSplit(),
                recipe.choices(),
                recipe.steps().subList(0, steps));
    }

    /** How often a step is trained for each trial that has it, if so many recipes have it: once for all that are tried. */
    private double part(double alike) {
        return tried >= 1 ? 1 / alike : -Math.expm1(alike * Math.log1p(-tried)) / (alike * tried);
    }
}
