// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.feed;

import io.espalier.data.Dataset;
import io.espalier.data.Dataset.Part;
import io.espalier.lite.Tensor;
import io.espalier.runtime.InterpreterException;
import io.espalier.runtime.interpreter.Interpreter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which part of a data set's examples each input of a model gets, and how it holds them.
 *
 * @param inputs in the order of the model
 */
public record InputLayouts(List<OfInput> inputs) {
    /**
     * What one input gets.
     *
     * @param part the place of the part among those of the data set
     */
    public record OfInput(int part, ExampleLayout layout) {}

    public InputLayouts {
        inputs = List.copyOf(inputs);
    }

    /**
     * @param model what messages call the model
     * @param inputs the tensors of its inputs
     * @param names the places of the inputs by their names; a data set of one part needs none for a model of one input
     * @throws InterpreterException if an input has no part or cannot hold its part's examples, or the inputs fix different numbers of examples
     */
    public static InputLayouts of(String model, List<Tensor> inputs, Map<String, Integer> names, Dataset data) {
        List<OfInput> all = new ArrayList<>();
        for (int place = 0; place < inputs.size(); place++) {
            int part = part(place, inputs.size(), names, data)
                    .orElseThrow(
                            () -> new InterpreterException(
                                    model + ": has " + inputs.size() + " inputs, "
                                            + inputs.stream().map(Tensor::name).toList()
                                            + ", but " + data.name() + " has " + described(data.parts())
                                            + "; use data with a part for each input, such as an .npz file with an array named like each"));
            String name = data.parts().size() == 1
                    ? data.name()
                    : data.name() + ", part '" + data.parts().get(part).name() + "',";
            all.add(new OfInput(
                    part,
                    ExampleLayout.of(
                            model,
                            inputs.get(place),
                            name,
                            data.parts().get(part).spec().shape())));
        }
        InputLayouts layouts = new InputLayouts(all);
        all.stream()
                .map(OfInput::layout)
                .filter(layout -> !layout.open() && layout.together() != layouts.together())
                .findFirst()
                .ifPresent(layout -> {
                    throw new InterpreterException(model + ": one input takes " + layouts.together()
                            + " examples in each run, another " + layout.together()
                            + "; a data set can only be used with a model whose inputs take as many");
                });
        return layouts;
    }

    /** @throws InterpreterException as {@link #of(String, List, Map, Dataset)} */
    public static InputLayouts of(Interpreter interpreter, Map<String, Integer> names, Dataset data) {
        List<Tensor> tensors = new ArrayList<>();
        for (int place = 0; place < interpreter.inputs().size(); place++) {
            tensors.add(interpreter.inputTensor(place));
        }
        return of(interpreter.name(), tensors, names, data);
    }

    private static Optional<Integer> part(int input, int inputs, Map<String, Integer> names, Dataset data) {
        List<Part> parts = data.parts();
        if (inputs == 1 && parts.size() == 1) {
            return Optional.of(0);
        }
        for (int place = 0; place < parts.size(); place++) {
            Integer named = names.get(parts.get(place).name());
            if (named != null && named == input) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private static String described(List<Part> parts) {
        return parts.size() == 1 && parts.get(0).name().isEmpty()
                ? "examples of one part"
                : "the parts " + parts.stream().map(Part::name).toList();
    }

    /** Whether the file leaves the number of examples open. */
    public boolean open() {
        return inputs.stream().allMatch(input -> input.layout().open());
    }

    /** How many examples a run has as the file says. */
    public int together() {
        return inputs.stream()
                .map(OfInput::layout)
                .filter(layout -> open() || !layout.open())
                .mapToInt(ExampleLayout::together)
                .max()
                .orElse(1);
    }

    /** Gives the inputs the shapes for so many examples. */
    public void resize(Interpreter interpreter, int examples) {
        for (int place = 0; place < inputs.size(); place++) {
            List<Integer> shape = inputs.get(place).layout().shape(examples);
            if (!interpreter.inputs().get(place).shape().equals(shape)) {
                interpreter.resizeInput(place, shape);
            }
        }
    }
}
