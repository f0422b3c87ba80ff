// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.RecipeException;
import java.util.ArrayList;
import java.util.List;

/** Which steps may follow which: none may undo what an earlier one did. */
final class StepOrder {
    private StepOrder() {}

    /** @throws RecipeException naming both steps, and the order that is right */
    static void check(List<Step> steps) {
        List<Step> before = new ArrayList<>();
        for (int place = 1; place <= steps.size(); place++) {
            Step step = steps.get(place - 1);
            check(place, step, before);
            before.add(step);
        }
    }

    private static void check(int place, Step step, List<Step> before) {
        if (!(step instanceof TrainingStep training)) {
            return;
        }
        StepKind kind = step.kind();
        if (contain(before, StepKind.QUANTIZE)) {
            throw refusal(place, kind, "trains the model after 'quantize' has written its files; put 'quantize' last");
        }
        if (contain(before, StepKind.QUANTIZE_AWARE)) {
            throw refusal(
                    place,
                    kind,
                    kind == StepKind.QUANTIZE_AWARE
                            ? "repeats 'quantize_aware'; give the first one more epochs instead"
                            : "would invalidate the ranges of 'quantize_aware'; put 'quantize_aware' after it");
        }
        boolean changesValues = kind == StepKind.PRUNE || kind == StepKind.PRUNE_FILTERS || kind == StepKind.CLUSTER;
        if (changesValues && isClustered(before, training)) {
            throw refusal(
                    place,
                    kind,
                    kind == StepKind.CLUSTER
                            ? "repeats 'cluster'; cluster each layer once, with the final number"
                            : "would undo 'cluster'; prune first, because clustering keeps the zeros");
        }
        if (contain(before, StepKind.PRUNE) && kind == StepKind.PRUNE_FILTERS) {
            throw refusal(
                    place, kind, "ranks filters by norms that 'prune' has already changed; put 'prune_filters' first");
        }
    }

    private static boolean contain(List<Step> steps, StepKind kind) {
        return steps.stream().anyMatch(step -> step.kind() == kind);
    }

    private static boolean isClustered(List<Step> before, TrainingStep step) {
        return before.stream()
                .filter(ClusterStep.class::isInstance)
                .map(ClusterStep.class::cast)
                .anyMatch(clustered -> LayerNames.overlap(clustered.names(), step.names()));
    }

    private static RecipeException refusal(int place, StepKind kind, String why) {
        return RecipeException.at("steps", place - 1, "step " + place + " (" + kind.key() + ") " + why);
    }
}
