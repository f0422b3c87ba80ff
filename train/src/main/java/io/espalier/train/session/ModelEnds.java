// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.tensor.Shape;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.Loss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs and outputs of a model, which data sets give values and labels.
 *
 * @param model what the model is, for messages
 * @param inputs their shapes by name, in the order of the model
 * @param outputs likewise
 */
record ModelEnds(String model, Map<String, Shape> inputs, Map<String, Shape> outputs) {
    ModelEnds {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    static ModelEnds of(Model model) {
        Map<String, Shape> inputs = new LinkedHashMap<>();
        for (Node input : model.inputs()) {
            inputs.put(input.name(), model.outputShape(input));
        }
        Map<String, Shape> outputs = new LinkedHashMap<>();
        for (String output : model.outputs()) {
            outputs.put(output, model.outputShape(output));
        }
        return new ModelEnds("model '" + model.name() + "'", inputs, outputs);
    }

    /** @throws TrainingException if there are several outputs */
    void requireOneOutput() {
        if (outputs.size() != 1) {
            throw new TrainingException(model + " has " + outputs.size() + " outputs, " + outputs.keySet()
                    + "; predictAll gives all of them, and Model.withOutput chooses one");
        }
    }

    /**
     * The place of the label that each output is compared with, in the order of the outputs.
     *
     * @throws TrainingException if an output has no label, or its loss does not fit it
     */
    List<Integer> labels(Dataset dataset, Loss loss) {
        List<Loss> losses = loss.ofOutputs();
        List<Dataset.Label> labels = dataset.labels();
        if (losses.size() != outputs.size()) {
            throw new TrainingException(model + " has " + outputs.size() + " outputs, " + outputs.keySet() + ", but "
                    + losses.size() + (losses.size() == 1 ? " loss; " : " losses; ")
                    + "Loss.sumOf takes one for each, and Model.withOutput chooses one output");
        }
        List<String> names = labels.stream().map(Dataset.Label::name).toList();
        List<Integer> places = new ArrayList<>();
        outputs.forEach((output, shape) -> {
            int place = outputs.size() == 1 && dataset.hasOneLabel() ? 0 : names.indexOf(output);
            if (place < 0) {
                throw new TrainingException("data set '" + dataset.name() + "' has no labels for output '" + output
                        + "' of " + model + (dataset.hasOneLabel() ? "" : ", but for " + names));
            }
            losses.get(places.size()).check(labels.get(place).spec(), shape);
            places.add(place);
        });
        return places;
    }

    /**
     * The place of the part that each input gets, in the order of the inputs.
     *
     * @throws TrainingException if an input has none, or a part that does not fit it
     */
    List<Integer> parts(Dataset dataset) {
        List<Dataset.Part> parts = dataset.parts();
        List<Integer> places = new ArrayList<>();
        inputs.forEach((input, shape) -> {
            int place = place(input, parts)
                    .orElseThrow(() -> new TrainingException("data set '" + dataset.name() + "' has "
                            + described(parts) + ", but " + model + " has the inputs " + inputs.keySet()
                            + "; give it a part for each input, by its name"));
            check(dataset, parts.get(place), input, shape);
            places.add(place);
        });
        return places;
    }

    private Optional<Integer> place(String input, List<Dataset.Part> parts) {
        if (inputs.size() == 1 && parts.size() == 1) {
            return Optional.of(0);
        }
        for (int place = 0; place < parts.size(); place++) {
            if (parts.get(place).name().equals(input)) {
                return Optional.of(place);
            }
        }
        return Optional.empty();
    }

    private static String described(List<Dataset.Part> parts) {
        return parts.size() == 1 && parts.get(0).name().isEmpty()
                ? "examples of one part"
                : "the parts " + parts.stream().map(Dataset.Part::name).toList();
    }

    private void check(Dataset dataset, Dataset.Part part, String input, Shape shape) {
        Shape example = new Shape(part.spec().shape());
        if (!example.squeezed().equals(shape.squeezed())) {
            throw new TrainingException("data set '" + dataset.name() + "' has examples of shape "
                    + example.batched() + (inputs.size() == 1 ? "" : " in part '" + part.name() + "'") + ", but "
                    + model + " expects a different shape: its input '" + input + "' is " + shape.batched());
        }
    }

    void check(Dataset dataset) {
        parts(dataset);
        if (dataset.size() == 0) {
            throw new TrainingException("data set '" + dataset.name() + "' has no examples");
        }
    }
}
