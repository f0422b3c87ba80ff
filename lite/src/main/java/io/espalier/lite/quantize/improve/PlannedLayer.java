// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.Arithmetic;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.quantize.integer.TensorEncoding;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer that computes with integers by a plan.
 *
 * @param inputForm what the input activation becomes
 * @param weightForm what its weights become
 */
record PlannedLayer(WeightedLayer layer, Operator operator, TensorEncoding inputForm, TensorEncoding weightForm) {
    /** The layers of a graph's main subgraph, in order. */
    static List<PlannedLayer> of(Subgraph subgraph, QuantizationPlan plan) {
        List<PlannedLayer> layers = new ArrayList<>();
        for (OperatorDecision decision : plan.operators()) {
            if (decision.arithmetic() == Arithmetic.INTEGER) {
                WeightedLayer.of(subgraph, decision.index())
                        .flatMap(layer -> of(subgraph, layer, decision))
                        .ifPresent(layers::add);
            }
        }
        return List.copyOf(layers);
    }

    private static Optional<PlannedLayer> of(Subgraph subgraph, WeightedLayer layer, OperatorDecision decision) {
        Operator operator = subgraph.operators().get(layer.operator());
        return decision.inputs()
                .get(WeightedLayer.WEIGHTS)
                .filter(form -> form.type() == TensorType.INT8 || form.type() == TensorType.INT4)
                .flatMap(form -> decision.inputs()
                        .get(WeightedLayer.INPUT)
                        .map(inputForm -> new PlannedLayer(layer, operator, inputForm, form)));
    }

    Patches patches() {
        return Patches.of(layer, operator);
    }

    /** Which tensor goes into it. */
    int input() {
        return operator.inputs().get(WeightedLayer.INPUT);
    }

    /** Which tensor the weights are. */
    int weights() {
        return operator.inputs().get(WeightedLayer.WEIGHTS);
    }
}
