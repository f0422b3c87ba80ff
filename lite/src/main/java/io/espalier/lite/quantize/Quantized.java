// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import io.espalier.lite.Graph;
import io.espalier.lite.calibrate.NonFiniteValues;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import java.util.List;
import java.util.Optional;

/**
 * What came of quantizing a graph, and why.
 *
 * @param graph the quantized one
 * @param plan what was decided for each operator and tensor of the main subgraph
 * @param ranges of the activations that the plan follows from; empty where no activations became integers
 * @param nonFinite activations that took values without a number while calibrating; they were left out of the ranges
 */
public record Quantized(
        Graph graph, QuantizationPlan plan, Optional<TensorRanges> ranges, List<NonFiniteValues> nonFinite) {
    public Quantized {
        nonFinite = List.copyOf(nonFinite);
    }

    /** A graph none of whose activations became integers. */
    static Quantized constantsOnly(Graph graph, QuantizationPlan plan) {
        return new Quantized(graph, plan, Optional.empty(), List.of());
    }

    Quantized withGraph(Graph changed) {
        return new Quantized(changed, plan, ranges, nonFinite);
    }
}
