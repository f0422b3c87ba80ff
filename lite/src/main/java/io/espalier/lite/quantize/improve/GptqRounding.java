// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rounds weights not each to the integer that is nearest, but all of an output channel such that the channel is as near as can be for the
 * inputs that data show: an error of one weight is made up for by the next ones, as far as their inputs go together.
 *
 * <p>For convolutions, depthwise convolutions and fully connected operators whose weights are in int8 in the plan and belong to them
 * alone. At most 64 positions of a sample are looked at. Rows of more than 4,608 weights are rounded in parts of at most 1,024. On the
 * positions looked at no channel comes out worse than with the nearest integers.
 *
 * @see <a href="https://arxiv.org/abs/2210.17323">Frantar, Ashkboos, Hoefler, Alistarh, GPTQ: Accurate Post-Training Quantization for
 *     Generative Pre-trained Transformers (2022)</a>
 */
public final class GptqRounding implements WeightAdjustment {
    /** Of second moments that are kept at a time: a quarter of a gigabyte in all. More layers take another run over the data. */
    private static final long MOST_DOUBLES = 1 << 25;

    @Override
    public Graph adjust(Graph graph, QuantizationPlan plan, RepresentativeData data) {
        Subgraph main = graph.main();
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        List<PlannedLayer> together = new ArrayList<>();
        long doubles = 0;
        for (PlannedLayer layer : PlannedLayer.of(main, plan)) {
            if (isUsedOnce(layer.weights(), main)) {
                long needed = RoundedLayer.doubles(layer.patches());
                if (doubles + needed > MOST_DOUBLES) {
                    round(together, graph, data, tensors);
                    together.clear();
                    doubles = 0;
                }
                together.add(layer);
                doubles += needed;
            }
        }
        round(together, graph, data, tensors);
        return graph.withMain(main.withTensors(tensors));
    }

    private static boolean isUsedOnce(int tensor, Subgraph subgraph) {
        return !subgraph.outputs().contains(tensor)
                && subgraph.operators().stream()
                                .flatMapToInt(operator -> operator.inputs().stream())
                                .filter(input -> input == tensor)
                                .count()
                        == 1;
    }

    private static void round(List<PlannedLayer> layers, Graph graph, RepresentativeData data, List<Tensor> tensors) {
        if (layers.isEmpty()) {
            return;
        }
        Map<Integer, List<RoundedLayer>> byInput = new LinkedHashMap<>();
        Map<Integer, RoundedLayer> byWeights = new LinkedHashMap<>();
        for (PlannedLayer layer : layers) {
            RoundedLayer rounded = new RoundedLayer(layer.patches(), layer.weightForm());
            byInput.computeIfAbsent(layer.input(), unused -> new ArrayList<>()).add(rounded);
            byWeights.put(layer.weights(), rounded);
        }
        data.observe(
                graph,
                byInput.keySet(),
                (tensor, shape, values) ->
                        byInput.getOrDefault(tensor, List.of()).forEach(layer -> layer.see(shape, values)));
        byWeights.forEach((weights, layer) -> tensors.set(weights, layer.rounded()));
    }
}
