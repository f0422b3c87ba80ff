// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.internal.JsonTree;
import io.espalier.experiment.internal.ExpectedTime;
import io.espalier.search.run.SearchPlan;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** What a search would do, in words and in JSON. */
final class SearchPlanText {
    private SearchPlanText() {}

    static String of(SearchPlan plan) {
        return String.join(
                System.lineSeparator(),
                String.format(Locale.US, "Recipes    %s", plan.leaves()),
                String.format(Locale.US, "Trials     %,d, sampler %s", plan.trials(), plan.sampler()),
                training(plan),
                "Expected   about " + ExpectedTime.rounded(plan.seconds())
                        + " of training, one trial after another, with the steps of the model as it is;"
                        + " quantization-aware training and distillation take longer");
    }

    private static String training(SearchPlan plan) {
        if (isEstimate(plan)) {
            return String.format(
                    Locale.US,
                    "Training   about %,d steps if each recipe were carried out by itself, about %,d with what they share"
                            + " trained once; estimated from %,d of the recipes, as if nothing was done yet",
                    rounded(plan.stepsAlone()),
                    rounded(plan.stepsShared()),
                    plan.lookedAt());
        }
        return String.format(
                        Locale.US,
                        "Training   %,d steps if each recipe were carried out by itself, %,d with what they share trained once",
                        plan.stepsAlone(),
                        plan.stepsShared())
                + (plan.stepsLeft() == plan.stepsShared()
                        ? ""
                        : String.format(Locale.US, ", %,d of them left", plan.stepsLeft()));
    }

    /** To two digits: an estimate has no more. */
    private static long rounded(long steps) {
        return new BigDecimal(steps).round(new MathContext(2)).longValue();
    }

    private static boolean isEstimate(SearchPlan plan) {
        return plan.lookedAt() < plan.trials();
    }

    static String json(SearchPlan plan) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("recipes", plan.leaves().replace(",", ""))
                .put("sampler", plan.sampler())
                .put("trials", plan.trials())
                .put("looked_at", plan.lookedAt())
                .put("steps_alone", plan.stepsAlone())
                .put("steps_shared", plan.stepsShared())
                .put("steps_left", plan.stepsLeft())
                .put("seconds", plan.seconds());
        plan.notes().forEach(json.putArray("notes")::add);
        return JsonTree.indented(json);
    }
}
