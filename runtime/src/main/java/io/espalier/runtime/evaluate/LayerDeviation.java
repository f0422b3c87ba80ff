// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.data.Dataset;
import io.espalier.data.Deviation;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.feed.ExposedGraph;
import io.espalier.runtime.interpreter.TfliteModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far an inner tensor of a model is from the tensor of the same name of another form of it, dequantized where it is quantized.
 *
 * @param tensor the name of the two
 */
public record LayerDeviation(String tensor, Deviation deviation) {
    /** More change the figures little, and inner tensors are large. */
    private static final int MOST_EXAMPLES = 100;

    /**
     * Runs both on the first examples, {@value #MOST_EXAMPLES} at most.
     *
     * @param reference what is expected, such as the float model
     * @return of all tensors that both have, the one with the least signal to noise first
     * @throws InterpreterException if the runtime refuses one
     */
    public static List<LayerDeviation> measure(TfliteModel reference, TfliteModel model, Dataset data) {
        Map<String, Deviation> deviations = new TreeMap<>();
        try (TensorTap expected = open(reference, data);
                TensorTap actual = open(model, data)) {
            if (expected.batch() != actual.batch()) {
                throw new InterpreterException(model.name() + ": has batch size " + actual.batch() + ", but "
                        + reference.name() + " has " + expected.batch() + "; compare variants of one model");
            }
            for (int example = 0; example < Math.min(data.size(), MOST_EXAMPLES); example += expected.batch()) {
                Map<String, float[]> wanted = expected.run(example);
                actual.run(example).forEach((tensor, values) -> {
                    float[] twin = wanted.get(tensor);
                    if (twin != null && twin.length == values.length) {
                        deviations.merge(tensor, Deviation.NONE.add(twin, values, 0, values.length), Deviation::merge);
                    }
                });
            }
        }
        List<LayerDeviation> layers = new ArrayList<>();
        deviations.forEach((tensor, deviation) -> layers.add(new LayerDeviation(tensor, deviation)));
        layers.sort(Comparator.comparingDouble(layer -> layer.deviation().signalToNoise()));
        return List.copyOf(layers);
    }

    private static TensorTap open(TfliteModel model, Dataset data) {
        Subgraph main = model.graph().main();
        return new TensorTap(
                ExposedGraph.of(model.name(), model.graph(), tensor -> standsForRealNumbers(main.tensor(tensor))),
                data);
    }

    private static boolean standsForRealNumbers(Tensor tensor) {
        return switch (tensor.type()) {
            case FLOAT32 -> true;
            case INT8, UINT8, INT16 -> tensor.quantization().isPresent();
            default -> false;
        };
    }
}
