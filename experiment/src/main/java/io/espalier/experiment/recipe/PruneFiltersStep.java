// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.espalier.compress.preserve.Preserved;
import io.espalier.compress.structured.FilterPruning;
import io.espalier.compress.structured.FilterPruning.Ranking;
import io.espalier.model.Model;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes whole filters, so that layers become smaller, and trains what is left.
 *
 * @param share of the filters that are removed, from 0 to below 1
 * @param scope whether it is the share of each group of filters or of all together
 * @param ranking which filters matter least
 * @param roundTo how many stay is a multiple of this
 * @param keep the names of layers that lose none
 */
@JsonPropertyOrder({"prune_filters", "scope", "ranking", "round_to", "keep", "train"})
record PruneFiltersStep(
        @JsonProperty("prune_filters") double share,
        FilterPruning.Scope scope,
        Ranking ranking,
        int roundTo,
        List<String> keep,
        Training train)
        implements TrainingStep {
    private static final float USUAL_RATE = 0.001f;

    public PruneFiltersStep {
        keep = List.copyOf(keep);
        List<String> kept = keep;
        KeyCheck.of("prune_filters", () -> pruning(share, scope, ranking, 1, kept));
        KeyCheck.of("round_to", () -> pruning(share, scope, ranking, roundTo, kept));
    }

    @JsonCreator
    static PruneFiltersStep read(
            @JsonProperty("prune_filters") double share,
            @JsonProperty("scope") FilterPruning.@Nullable Scope scope,
            @JsonProperty("ranking") @Nullable Ranking ranking,
            @JsonProperty("round_to") @Nullable Integer roundTo,
            @JsonProperty("keep") @Nullable List<String> keep,
            @JsonProperty("train") Training.@Nullable Said train) {
        return new PruneFiltersStep(
                share,
                scope == null ? FilterPruning.Scope.EACH_GROUP : scope,
                ranking == null ? Ranking.L1_NORM : ranking,
                roundTo == null ? 1 : roundTo,
                keep == null ? List.of() : keep,
                Training.Said.or(train, USUAL_RATE));
    }

    private static FilterPruning pruning(
            double share, FilterPruning.Scope scope, Ranking ranking, int roundTo, List<String> keep) {
        FilterPruning pruning = FilterPruning.of(share)
                .withRanking(ranking)
                .withMultipleOf(roundTo)
                .withKeptLayers(keep.toArray(String[]::new));
        return scope == FilterPruning.Scope.GLOBAL ? pruning.withGlobalRanking() : pruning;
    }

    @Override
    public StepKind kind() {
        return StepKind.PRUNE_FILTERS;
    }

    @Override
    public ParametrizedModel apply(Model model, StepContext context) {
        return Preserved.in(pruning(share, scope, ranking, roundTo, keep).apply(model));
    }

    @Override
    public List<String> notes(Model model, StepContext context) {
        return pruning(share, scope, ranking, roundTo, keep).plan(model).notes();
    }
}
