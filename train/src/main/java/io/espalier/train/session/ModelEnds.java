// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.tensor.Shape;
import io.espalier.train.history.TrainingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The inputs and the one output of a model that data sets of features and targets can train.
 *
 * @param model what the model is, for messages
 * @param inputs their shapes by name, in the order of the model
 */
record ModelEnds(String model, Map<String, Shape> inputs, Shape output) {
    ModelEnds {
        inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    }

    static ModelEnds of(Model model) {
        if (model.outputs().size() != 1) {
            throw new TrainingException("model '" + model.name() + "' has "
                    + model.outputs().size() + " outputs, " + model.outputs()
                    + "; only models with one output can be trained on a data set; Model.withOutput chooses one");
        }
        Map<String, Shape> inputs = new LinkedHashMap<>();
        for (Node input : model.inputs()) {
            inputs.put(input.name(), model.outputShape(input));
        }
        return new ModelEnds(
                "model '" + model.name() + "'",
                inputs,
                model.outputShape(model.outputs().get(0)));
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
