// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.RecipeException;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.search.space.RecipeSpace;
import io.espalier.search.space.RecipeSpace.Leaf;
import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialResult;
import io.espalier.train.StopSignal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Trials of recipes of a space.
 *
 * @param trials those that can be carried out, in the order of the space
 * @param refused those whose choices contradict each other, with the reason
 */
record TrialList(List<Trial> trials, List<TrialResult> refused) {
    static final String BASELINE = "baseline";

    TrialList {
        trials = List.copyOf(trials);
        refused = List.copyOf(refused);
    }

    /** Those of some recipes; ends early when it is asked to stop. */
    static TrialList of(
            RecipeSpace space, List<BigInteger> leaves, SearchSettings options, TrialBench bench, StopSignal stop) {
        List<Trial> trials = new ArrayList<>();
        List<TrialResult> refused = new ArrayList<>();
        for (BigInteger index : leaves) {
            if (stop.isGiven()) {
                break;
            }
            Leaf leaf = space.leaf(index);
            String id = index.add(BigInteger.ONE).toString();
            try {
                CompressionRecipe recipe = said(CompressionRecipe.parse(leaf.yaml(), space.name()), options);
                trials.add(new Trial(
                        id,
                        space.name(),
                        recipe.resolved(bench.stepsPerEpoch(recipe)).toYaml(),
                        leaf.settings(),
                        1));
            } catch (RecipeException e) {
                String reason = e.mistakes().isEmpty()
                        ? e.getMessage()
                        : e.mistakes().get(0).message();
                refused.add(TrialResult.failed(
                        new Trial(id, space.name(), leaf.yaml(), leaf.settings(), 1), "", reason, 0, 0));
            }
        }
        return new TrialList(trials, refused);
    }

    /** A recipe with what was said besides the space. */
    static CompressionRecipe said(CompressionRecipe recipe, SearchSettings options) {
        CompressionRecipe chosen = recipe.withChoices(options.choices());
        return options.seed().isPresent() ? chosen.withSeed(options.seed().getAsLong()) : chosen;
    }

    /** The model as it is, as a trial whose recipe does nothing: so it is measured like all others. */
    static Trial baseline(CompressionRecipe any) {
        try {
            ObjectNode recipe = (ObjectNode) JsonTree.parse(any.toJson());
            recipe.putArray("steps").addObject().putArray("export").add("tflite");
            return new Trial(BASELINE, any.name(), JsonTree.print(recipe), Map.of(), 1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written can be read", e);
        }
    }
}
