// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Subgraph;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.model.tensor.ValueRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The ranges of all float activations of a graph over some examples: the graph is run with each of them as an output. */
final class ExposedRanges {
    private ExposedRanges() {}

    static TensorRanges of(Graph graph, float... x) {
        Subgraph main = graph.main();
        int[] activations = IntStream.range(0, main.tensors().size())
                .filter(tensor -> main.tensor(tensor).type() == io.espalier.lite.schema.TensorType.FLOAT32)
                .filter(tensor -> !main.tensor(tensor).isConstant())
                .toArray();
        Graph exposed = graph.withSignatures(List.of())
                .withMain(main.with(main.tensors(), main.inputs(), Ints.of(activations), main.operators()));
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (List<float[]> example : RealNumbers.run(exposed, x)) {
            for (int output = 0; output < activations.length; output++) {
                ValueRange seen = range(example.get(output));
                ranges.merge(main.tensor(activations[output]).name(), seen, ValueRange::union);
            }
        }
        return new TensorRanges(ranges);
    }

    private static ValueRange range(float[] values) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            min = Math.min(min, value);
            max = Math.max(max, value);
        }
        return new ValueRange(min, max);
    }
}
