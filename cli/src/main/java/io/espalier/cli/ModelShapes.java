// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.ImageShape;
import io.espalier.data.DataFormatException;
import io.espalier.data.Dataset;
import io.espalier.data.image.ImageFolder;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.Model;
import io.espalier.runtime.guard.InputNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a model takes and gives, as far as data must fit it.
 *
 * @param inputs what it takes
 * @param input the shape of one example of the first input
 * @param outputs what it answers for an example
 * @param range what its first input is, where that shows
 */
record ModelShapes(List<TakenInput> inputs, List<Integer> input, List<Output> outputs, Optional<InputRange> range) {
    private static final int USUAL_SIDE = 224;
    private static final List<Integer> DIGIT = List.of(28, 28);
    private static final List<Integer> DIGIT_WITH_CHANNEL = List.of(28, 28, 1);

    static ModelShapes of(Model model) {
        return new ModelShapes(
                model.inputs().stream()
                        .map(node -> new TakenInput(Set.of(node.name()), false))
                        .toList(),
                model.outputShape(model.inputs().get(0)).dimensions(),
                model.outputs().stream()
                        .map(output ->
                                new Output(output, model.outputShape(output).dimensions()))
                        .toList(),
                InputRange.of(model));
    }

    static ModelShapes of(Graph graph) {
        Subgraph main = graph.main();
        List<String> names = graph.outputNames();
        return new ModelShapes(
                inputs(graph),
                main.inputs().isEmpty()
                        ? List.of()
                        : example(main, main.inputs().get(0)),
                IntStream.range(0, names.size())
                        .mapToObj(place -> new Output(
                                names.get(place), example(main, main.outputs().get(place))))
                        .toList(),
                InputRange.of(graph));
    }

    private static List<TakenInput> inputs(Graph graph) {
        Map<String, Integer> names = InputNames.of(graph);
        return IntStream.range(0, graph.main().inputs().size())
                .mapToObj(place -> new TakenInput(
                        names.entrySet().stream()
                                .filter(named -> named.getValue() == place)
                                .map(Map.Entry::getKey)
                                .collect(Collectors.toCollection(TreeSet::new)),
                        isInteger(graph.main().tensor(graph.main().inputs().get(place)))))
                .toList();
    }

    private static boolean isInteger(Tensor input) {
        return input.type() != TensorType.FLOAT32
                && input.quantization().scales().isEmpty();
    }

    /** A tensor's shape after the batch. */
    private static List<Integer> example(Subgraph subgraph, int tensor) {
        List<Integer> shape = subgraph.tensor(tensor).shape().stream().boxed().toList();
        return shape.isEmpty() ? shape : shape.subList(1, shape.size());
    }

    /**
     * An input.
     *
     * @param names what it is called
     * @param integers whether it takes plain integers
     */
    record TakenInput(Set<String> names, boolean integers) {
        TakenInput {
            names = Set.copyOf(names);
        }
    }

    /** Whether the input of this name takes plain integers; for a model of one input whatever the name. */
    boolean takesIntegers(String name) {
        return inputs.stream()
                .anyMatch(taken ->
                        taken.integers() && (inputs.size() == 1 || taken.names().contains(name)));
    }

    /**
     * An output.
     *
     * @param shape for one example
     */
    record Output(String name, List<Integer> shape) {
        /** How many numbers it has for an example. */
        int elements() {
            return shape.stream().reduce(1, (left, right) -> left * right);
        }

        @Override
        public String toString() {
            return "'" + name + "' " + shape;
        }
    }

    /** Whether the images of mnist fit. */
    boolean takesDigits() {
        return inputs.size() == 1 && (input.equals(DIGIT) || input.equals(DIGIT_WITH_CHANNEL));
    }

    /** Pictures of the input's height and width, grey where there is one channel. */
    ImageShape pictures(ImageShape.Fit fit) {
        if (input.size() < 2) {
            return new ImageShape(USUAL_SIDE, USUAL_SIDE, ImageShape.Color.RGB, fit);
        }
        boolean grey = input.size() == 2 || input.get(2) == 1;
        return new ImageShape(input.get(0), input.get(1), grey ? ImageShape.Color.GREY : ImageShape.Color.RGB, fit);
    }

    /**
     * Makes sure of what must fit in any case: the number of values of an example, where there is one input, and it leaves no size open.
     *
     * @param model what messages call it
     * @throws DataFormatException if the examples cannot be its input
     */
    void requireInput(String model, Dataset examples) {
        List<Integer> shape = examples.features().shape();
        boolean isComparable = inputs.size() == 1
                && examples.parts().size() == 1
                && Stream.of(input, shape).flatMap(List::stream).allMatch(size -> size != null && size > 0);
        if (isComparable && elements(input) != elements(shape)) {
            throw new DataFormatException(model + ": takes examples of shape " + input + ", but those of "
                    + examples.name() + " have shape " + shape);
        }
    }

    private static long elements(List<Integer> shape) {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }

    /** @throws DataFormatException if the examples have no labels, or are pictures of one class */
    static void requireLabels(Dataset examples) {
        if (examples.targets().elements() == 0) {
            throw new DataFormatException(
                    examples.name()
                            + ": has no labels; give an .npz file with labels named y, or a folder with one subfolder per class");
        }
        if (examples.classNames().size() == 1 && examples instanceof ImageFolder) {
            throw new DataFormatException(examples.name() + ": has only one class, " + examples.classNames()
                    + "; expected one subfolder for each class of the model");
        }
    }
}
