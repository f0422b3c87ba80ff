// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.recipe;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Task.Output;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.train.task.ModelOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Examples that a model can learn, of the shapes of its inputs and outputs: each input is noise, and on it a pattern for each number of the labels,
 * as strong as that number.
 */
final class Patterns {
    private static final String NAME = "patterns";
    private static final long SEED_OF_PATTERNS = 7;
    private static final double STRENGTH = 0.4;

    private final Model model;
    private final Map<String, Output> outputs;
    private final int numbers;
    private final Random random;

    private Patterns(Model model, long seed) {
        this.model = model;
        this.outputs = ModelOutput.all(model, Optional.empty());
        this.numbers = outputs.values().stream().mapToInt(Output::numbers).sum();
        this.random = new Random(seed);
    }

    /**
     * Examples with labels: one of the classes for a softmax, yes or no for each sigmoid, and otherwise a number that is 1 from its mean on average.
     *
     * @param seed of labels and noise; the patterns are always the same
     */
    static Dataset of(Model model, int examples, long seed) {
        return new Patterns(model, seed).dataset(examples);
    }

    private Dataset dataset(int examples) {
        float[][] labels = new float[examples][];
        for (int example = 0; example < examples; example++) {
            labels[example] = label();
        }
        Map<String, NumericArray> inputs = new LinkedHashMap<>();
        for (Node input : model.inputs()) {
            inputs.put(input.name(), input(model.outputShape(input).dimensions(), labels, inputs.size()));
        }
        Map<String, Dataset> all = new LinkedHashMap<>();
        int first = 0;
        for (Map.Entry<String, Output> output : outputs.entrySet()) {
            int width = output.getValue().numbers();
            all.put(
                    output.getKey(),
                    ArrayDataset.of(NAME, inputs, columns(labels, first, width), Scaling.IDENTITY, List.of()));
            first += width;
        }
        Dataset one = all.values().iterator().next();
        return all.size() == 1 ? one : one.withLabels(all);
    }

    private float[] label() {
        float[] label = new float[numbers];
        int first = 0;
        for (Output output : outputs.values()) {
            switch (output.ending()) {
                case SOFTMAX -> label[first + random.nextInt(output.numbers())] = 1;
                case SIGMOID -> {
                    for (int i = 0; i < output.numbers(); i++) {
                        label[first + i] = random.nextInt(2);
                    }
                }
                case OTHER -> {
                    for (int i = 0; i < output.numbers(); i++) {
                        label[first + i] = random.nextFloat() * 4 - 2;
                    }
                }
            }
            first += output.numbers();
        }
        return label;
    }

    private NumericArray input(List<Integer> shape, float[][] labels, int place) {
        int size = shape.stream().reduce(1, Math::multiplyExact);
        float[][] patterns = patterns(size, SEED_OF_PATTERNS + place);
        ByteBuffer values = buffer(labels.length * size);
        for (float[] label : labels) {
            for (int i = 0; i < size; i++) {
                double value = random.nextGaussian();
                for (int number = 0; number < numbers; number++) {
                    value += label[number] * patterns[number][i];
                }
                values.putFloat((float) value);
            }
        }
        List<Integer> all = new ArrayList<>(shape);
        all.add(0, labels.length);
        return new NumericArray(ElementType.FLOAT32, all, values.flip());
    }

    private float[][] patterns(int size, long seed) {
        Random fixed = new Random(seed);
        float[][] patterns = new float[numbers][size];
        for (float[] pattern : patterns) {
            for (int i = 0; i < size; i++) {
                pattern[i] = (float) (STRENGTH * fixed.nextGaussian());
            }
        }
        return patterns;
    }

    private static NumericArray columns(float[][] labels, int first, int width) {
        ByteBuffer values = buffer(labels.length * width);
        for (float[] label : labels) {
            for (int i = first; i < first + width; i++) {
                values.putFloat(label[i]);
            }
        }
        return new NumericArray(ElementType.FLOAT32, List.of(labels.length, width), values.flip());
    }

    private static ByteBuffer buffer(int numbers) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(numbers, Float.BYTES))
                .order(ByteOrder.nativeOrder());
    }
}
