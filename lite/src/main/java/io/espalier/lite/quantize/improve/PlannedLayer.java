// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Floats;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.quantize.integer.TensorEncoding;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A layer whose weights become integers by a plan.
 *
 * @param inputForm what the input activation becomes; float where a kernel takes floats, or rounds them on the fly
 * @param weightForm what its weights become
 */
record PlannedLayer(WeightedLayer layer, Operator operator, TensorEncoding inputForm, TensorEncoding weightForm) {
    /** The layers of a graph's main subgraph, in order. */
    static List<PlannedLayer> of(Subgraph subgraph, QuantizationPlan plan) {
        List<PlannedLayer> layers = new ArrayList<>();
        for (OperatorDecision decision : plan.operators()) {
            WeightedLayer.of(subgraph, decision.index())
                    .flatMap(layer -> of(subgraph, layer, decision))
                    .ifPresent(layers::add);
        }
        return List.copyOf(layers);
    }

    private static Optional<PlannedLayer> of(Subgraph subgraph, WeightedLayer layer, OperatorDecision decision) {
        Operator operator = subgraph.operators().get(layer.operator());
        return decision.inputs()
                .get(WeightedLayer.WEIGHTS)
                .filter(form -> form.type() == TensorType.INT8 || form.type() == TensorType.INT4)
                .map(form -> new PlannedLayer(
                        layer,
                        operator,
                        decision.inputs().get(WeightedLayer.INPUT).orElse(TensorEncoding.FLOAT),
                        form));
    }

    /** Rounded weights, with the scales that they are multiples of where the plan leaves these to them. */
    Tensor fitted(Tensor rounded) {
        return inputForm.isInteger() && weightForm.type() == TensorType.INT8
                ? rounded.withTrained(TrainedValues.NONE)
                : rounded;
    }

    /** What weights become that were {@linkplain #fitted} before. */
    TensorEncoding formOf(Tensor weights) {
        List<Double> scales = weights.trained().scales();
        if (scales.isEmpty()) {
            return weightForm;
        }
        float[] stored = new float[scales.size()];
        for (int channel = 0; channel < stored.length; channel++) {
            stored[channel] = scales.get(channel).floatValue();
        }
        int axis = weightForm.quantization().quantizedDimension();
        return new TensorEncoding(
                weightForm.type(),
                stored.length == 1
                        ? Quantization.perTensor(stored[0], 0)
                        : Quantization.perChannel(Floats.of(stored), axis));
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
