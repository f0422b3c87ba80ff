// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.evaluate;

import io.espalier.base.ProgressListener;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.data.Predictions.Deviation;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.feed.ExposedGraph;
import io.espalier.runtime.guard.InputNames;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Runs a .tflite model on all examples of a data set. */
public final class Inference {
    // More examples change the figures little, and inner tensors are large.
    private static final int MOST_EXAMPLES = 100;

    /**
     * The difference between two tensors of the same name in two forms of a model, dequantized if they are quantized.
     *
     * @param tensor the name of both
     */
    public record LayerDeviation(String tensor, Deviation deviation) {}

    private Inference() {}

    /**
     * Runs the model in a file; else as {@link #predict(TfliteModel, Dataset, InterpreterOptions)}.
     *
     * @throws IOException if the file cannot be read
     */
    public static Predictions predict(Path file, Dataset data, InterpreterOptions options) throws IOException {
        return predict(TfliteModel.read(file), data, options);
    }

    /**
     * What the model answers for each example, dequantized where the model is quantized; see {@link Evaluation} for how examples are
     * fed.
     *
     * @throws InterpreterException if the runtime refuses the model, or the data set's examples do not fit its inputs; if the model has several
     *     outputs
     */
    public static Predictions predict(TfliteModel model, Dataset data, InterpreterOptions options) {
        return predict(model, data, options, ProgressListener.NONE);
    }

    /**
     * The same.
     *
     * @param progress counts examples, not bytes
     */
    public static Predictions predict(
            TfliteModel model, Dataset data, InterpreterOptions options, ProgressListener progress) {
        return predict(DatasetPass.ofOnlyOutput(model, data, options, Evaluation.BATCH, progress))
                .get(0);
    }

    /**
     * The same.
     *
     * @param batch examples that are run at once where the model allows it, 1 or more
     */
    public static Predictions predict(TfliteModel model, Dataset data, InterpreterOptions options, int batch) {
        return predict(DatasetPass.ofOnlyOutput(model, data, options, batch, ProgressListener.NONE))
                .get(0);
    }

    /**
     * What the model answers at each of its outputs.
     *
     * @param progress counts examples, not bytes
     * @return the answers by the {@linkplain io.espalier.lite.Graph#outputNames names} of the outputs, in their order
     * @throws InterpreterException if the runtime refuses the model, or the data set's examples do not fit its inputs
     */
    public static Map<String, Predictions> predictAll(
            TfliteModel model, Dataset data, InterpreterOptions options, ProgressListener progress) {
        List<String> names = model.graph().outputNames();
        List<Integer> places = IntStream.range(0, names.size()).boxed().toList();
        List<Predictions> answers = predict(new DatasetPass(model, places, data, options, Evaluation.BATCH, progress));
        Map<String, Predictions> named = new LinkedHashMap<>();
        places.forEach(place -> named.put(names.get(place), answers.get(place)));
        return Collections.unmodifiableMap(named);
    }

    static List<Predictions> predict(DatasetPass pass) {
        List<List<float[]>> parts = pass.run(Inference::collect);
        int size = pass.data().size();
        return IntStream.range(0, pass.outputs().size())
                .mapToObj(output -> joined(parts, output, size))
                .toList();
    }

    private static Predictions joined(List<List<float[]>> parts, int output, int size) {
        float[] numbers = new float
                [parts.stream().mapToInt(part -> part.get(output).length).sum()];
        int offset = 0;
        for (List<float[]> part : parts) {
            float[] some = part.get(output);
            System.arraycopy(some, 0, numbers, offset, some.length);
            offset += some.length;
        }
        return Predictions.of(size == 0 ? 1 : numbers.length / size, numbers);
    }

    private static List<float[]> collect(BatchFeed feed, int from, int to) {
        List<Integer> widths = feed.widths();
        List<float[]> collected = widths.stream()
                .map(width -> new float[Math.multiplyExact(to - from, width)])
                .toList();
        feed.each(from, to, (first, count, outputs, targets) -> {
            for (int output = 0; output < widths.size(); output++) {
                int width = widths.get(output);
                System.arraycopy(outputs.get(output), 0, collected.get(output), (first - from) * width, count * width);
            }
        });
        return collected;
    }

    /**
     * Compares the inner tensors of two forms of a model on the first 100 examples.
     *
     * @param reference the form with the expected values, such as the float model
     * @return the tensors that both forms have, the one with the lowest signal-to-noise ratio first; last those
     *     without noise, and those that are all 0 in the reference, for which the ratio says nothing
     * @throws InterpreterException if the runtime refuses one of the models
     */
    public static List<LayerDeviation> layerDeviations(TfliteModel reference, TfliteModel model, Dataset data) {
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
        // a tensor that is all 0 may have nothing but its name in common with the other
        layers.sort(Comparator.comparingDouble(layer -> layer.deviation().signal() == 0
                ? Double.POSITIVE_INFINITY
                : layer.deviation().signalToNoise()));
        return List.copyOf(layers);
    }

    private static TensorTap open(TfliteModel model, Dataset data) {
        Subgraph main = model.graph().main();
        return new TensorTap(
                ExposedGraph.of(model.name(), model.graph(), tensor -> standsForRealNumbers(main.tensor(tensor))),
                InputNames.of(model.graph()),
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
