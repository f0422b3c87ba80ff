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
import java.util.Optional;

/**
 * Rounds weights not each to the integer that is nearest, but all of an output channel such that the channel is as near as can be for the
 * inputs that data show: an error of one weight is made up for by the next ones, as far as their inputs go together.
 *
 * <p>For convolutions, depthwise convolutions and fully connected operators whose weights are in int8 or int4 in the plan and belong to them
 * alone. At most 64 positions of a sample are looked at. Rows of more than 4,608 weights are rounded in parts of at most 1,024. On the
 * positions looked at no channel comes out worse than with the nearest integers.
 *
 * @see <a href="https://arxiv.org/abs/2210.17323">Frantar, Ashkboos, Hoefler, Alistarh, GPTQ: Accurate Post-Training Quantization for
 *     Generative Pre-trained Transformers (2022)</a>
 */
public final class GptqRounding implements WeightAdjustment {
    /** Of second moments that are kept at a time: a quarter of a gigabyte in all. More layers take another run over the data. */
    private static final long MOST_DOUBLES = 1 << 25;

    private final CalibrationMemory memory;

    /** @param memory of the moments of layers' inputs */
    public GptqRounding(CalibrationMemory memory) {
        this.memory = memory;
    }

    /** That remembers nothing. */
    public GptqRounding() {
        this(CalibrationMemory.none());
    }

    @Override
    public Graph adjust(Graph graph, QuantizationPlan plan, RepresentativeData data) {
        Subgraph main = graph.main();
        List<Tensor> tensors = new ArrayList<>(main.tensors());
        List<PlannedLayer> together = new ArrayList<>();
        long doubles = 0;
        int number = memory.number(graph);
        for (PlannedLayer layer : PlannedLayer.of(main, plan)) {
            if (isUsedOnce(layer.weights(), main)) {
                Optional<Tensor> known = known(number, layer);
                if (known.isPresent()) {
                    tensors.set(layer.weights(), layer.fitted(known.get()));
                    continue;
                }
                long needed = RoundedLayer.doubles(layer.patches());
                if (doubles + needed > MOST_DOUBLES) {
                    round(together, graph, number, data, tensors);
                    together.clear();
                    doubles = 0;
                }
                together.add(layer);
                doubles += needed;
            }
        }
        round(together, graph, number, data, tensors);
        return graph.withMain(main.withTensors(tensors));
    }

    private static CalibrationMemory.Layer place(int graph, PlannedLayer layer) {
        return new CalibrationMemory.Layer(graph, layer.layer().operator(), Optional.empty());
    }

    private Optional<Tensor> known(int graph, PlannedLayer layer) {
        CalibrationMemory.Layer key =
                new CalibrationMemory.Layer(graph, layer.layer().operator(), Optional.of(layer.weightForm()));
        Optional<Tensor> rounded = memory.known(key);
        if (rounded.isPresent()) {
            return rounded;
        }
        Optional<RoundedLayer> seen = memory.known(place(graph, layer));
        Optional<Tensor> now = seen.map(inputs -> inputs.rounded(layer.weightForm()));
        now.ifPresent(tensor -> memory.keep(key, tensor));
        return now;
    }

    private static boolean isUsedOnce(int tensor, Subgraph subgraph) {
        return !subgraph.outputs().contains(tensor)
                && subgraph.operators().stream()
                                .flatMapToInt(operator -> operator.inputs().stream())
                                .filter(input -> input == tensor)
                                .count()
                        == 1;
    }

    private void round(
            List<PlannedLayer> layers, Graph graph, int number, RepresentativeData data, List<Tensor> tensors) {
        if (layers.isEmpty()) {
            return;
        }
        List<RoundedLayer> all = new ArrayList<>();
        Map<Integer, List<RoundedLayer>> byInput = new LinkedHashMap<>();
        for (PlannedLayer layer : layers) {
            RoundedLayer rounded = new RoundedLayer(layer.patches());
            all.add(rounded);
            byInput.computeIfAbsent(layer.input(), unused -> new ArrayList<>()).add(rounded);
        }
        data.observe(
                graph,
                byInput.keySet(),
                (tensor, shape, values) ->
                        byInput.getOrDefault(tensor, List.of()).forEach(layer -> layer.see(shape, values)));
        for (int index = 0; index < all.size(); index++) {
            PlannedLayer layer = layers.get(index);
            Tensor rounded = all.get(index).rounded(layer.weightForm());
            tensors.set(layer.weights(), layer.fitted(rounded));
            memory.keepLarge(place(number, layer), all.get(index), RoundedLayer.doubles(layer.patches()));
            memory.keep(
                    new CalibrationMemory.Layer(number, layer.layer().operator(), Optional.of(layer.weightForm())),
                    rounded);
        }
    }
}
