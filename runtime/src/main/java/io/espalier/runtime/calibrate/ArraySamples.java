// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.calibrate;

import io.espalier.data.ElementSpec;
import io.espalier.data.array.NumericArray;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.CalibrationException;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.calibrate.Calibrator.SampleInput;
import io.espalier.runtime.guard.ArrayValues;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * Samples for models of several inputs, out of arrays: the first dimension counts the samples, and each is fed in a batch of one. Numbers
 * are fed as they are, in the type of their input; iteration ends with an {@link InterpreterException} where the type cannot hold them.
 */
final class ArraySamples implements Iterable<Map<String, SampleInput>> {
    private final Map<String, NumericArray> arrays;
    private final Map<String, TensorType> types;
    private final int samples;

    private ArraySamples(Map<String, NumericArray> arrays, Map<String, TensorType> types, int samples) {
        this.arrays = arrays;
        this.types = types;
        this.samples = samples;
    }

    /**
     * @param arrays by the name of the input's tensor, or the name that a signature gives it
     * @throws CalibrationException if an input has no array, an array is for no input, or the arrays differ in length
     */
    static ArraySamples of(Graph graph, Map<String, NumericArray> arrays) {
        List<String> missing = missing(graph, arrays.keySet());
        if (!missing.isEmpty()) {
            throw new CalibrationException(
                    "missing array for the model's input " + String.join(", ", missing) + "; found " + arrays.keySet());
        }
        Map<String, TensorType> inputs = inputNames(graph);
        Map<String, TensorType> types = new LinkedHashMap<>();
        int samples = -1;
        for (Map.Entry<String, NumericArray> entry : arrays.entrySet()) {
            TensorType type = inputs.get(entry.getKey());
            if (type == null) {
                throw new CalibrationException(
                        "unknown array '" + entry.getKey() + "'; the model's inputs are " + inputs.keySet());
            }
            int rows = entry.getValue().rowCount();
            if (samples >= 0 && rows != samples) {
                throw new CalibrationException("array '" + entry.getKey() + "' has " + rows
                        + " samples, but the other arrays have " + samples);
            }
            samples = rows;
            types.put(entry.getKey(), type);
        }
        return new ArraySamples(new LinkedHashMap<>(arrays), types, Math.max(samples, 0));
    }

    /** The inputs, by a name in quotes, for which there is no array among these. */
    private static List<String> missing(Graph graph, Set<String> arrays) {
        List<String> missing = new ArrayList<>();
        for (int input : graph.main().inputs().toArray()) {
            List<String> names = new ArrayList<>();
            graph.signatures().stream()
                    .filter(signature -> signature.subgraph() == 0)
                    .flatMap(signature -> signature.inputs().stream())
                    .filter(named -> named.tensor() == input)
                    .forEach(named -> names.add(named.name()));
            names.add(graph.main().tensor(input).name());
            if (names.stream().noneMatch(arrays::contains)) {
                missing.add("'" + names.get(0) + "'");
            }
        }
        return missing;
    }

    /** The names that samples may use, with the types of their tensors. */
    static Map<String, TensorType> inputNames(Graph graph) {
        Map<String, TensorType> inputs = new LinkedHashMap<>();
        graph.main().inputs().stream()
                .mapToObj(graph.main()::tensor)
                .forEach(input -> inputs.put(input.name(), input.type()));
        graph.signatures().stream()
                .filter(signature -> signature.subgraph() == 0)
                .flatMap(signature -> signature.inputs().stream())
                .forEach(named -> {
                    Tensor tensor = graph.main().tensor(named.tensor());
                    inputs.putIfAbsent(named.name(), tensor.type());
                });
        return inputs;
    }

    @Override
    public Iterator<Map<String, SampleInput>> iterator() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < samples;
            }

            @Override
            public Map<String, SampleInput> next() {
                if (!hasNext()) {
                    throw new NoSuchElementException();
                }
                return sample(next++);
            }
        };
    }

    private Map<String, SampleInput> sample(int number) {
        Map<String, SampleInput> sample = new LinkedHashMap<>();
        arrays.forEach((name, array) -> {
            ElementSpec row = array.rowSpec();
            List<Integer> shape = new ArrayList<>(row.shape());
            shape.add(0, 1);
            TensorType type = types.getOrDefault(name, TensorType.FLOAT32);
            ByteBuffer values = ArrayValues.of(name, array.type(), array.row(number), row.elements(), type);
            sample.put(name, new SampleInput(shape, values));
        });
        return sample;
    }
}
