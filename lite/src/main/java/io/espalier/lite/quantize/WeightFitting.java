// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.base.RecipeException;
import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.quantize.improve.CalibrationMemory;
import io.espalier.lite.quantize.improve.WeightAdjustment;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.Optional;

/** Fits weights and biases to samples, where the recipe asks for it. */
record WeightFitting(Recipe recipe, Optional<RangeSource> source) {
    /**
     * The graph with other weights and biases; empty if the recipe asks for none.
     *
     * @param plan of this graph
     * @throws RecipeException if there are no samples
     */
    Optional<Graph> fit(Graph graph, QuantizationPlan plan) {
        if (!recipe.improvements().lookAtSamples() || !hasIntegerWeights(plan)) {
            return Optional.empty();
        }
        RepresentativeData data = source.flatMap(RangeSource::samples)
                .orElseThrow(() -> new RecipeException(
                        "'" + recipe + "' needs calibration samples, not only ranges: calibrate with data"));
        CalibrationMemory memory = source.map(RangeSource::memory).orElseGet(CalibrationMemory::none);
        Graph fitted = graph;
        for (WeightAdjustment adjustment : recipe.improvements().adjustments(graph, memory)) {
            fitted = adjustment.adjust(fitted, plan, data);
        }
        return Optional.of(fitted);
    }

    /** What users should know of a plan that leaves nothing to fit. */
    List<String> notes(QuantizationPlan plan) {
        if (!recipe.improvements().lookAtSamples() || hasIntegerWeights(plan)) {
            return List.of();
        }
        List<String> asked = recipe.improvements().asked().stream()
                .filter(each -> !each.equals("equalize"))
                .toList();
        return List.of("'" + String.join(", ", asked)
                + "' changed nothing: by the rules of the recipe no weights became integers");
    }

    private static boolean hasIntegerWeights(QuantizationPlan plan) {
        return plan.operators().stream()
                .flatMap(operator -> operator.inputs().stream())
                .flatMap(Optional::stream)
                .anyMatch(form -> form.type() == TensorType.INT8 || form.type() == TensorType.INT4);
    }
}
