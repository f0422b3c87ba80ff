// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.session;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.tensor.Shape;
import io.espalier.train.history.TrainingException;
import java.util.List;

/**
 * The one input and the one output of a model that data sets of features and targets can train.
 *
 * @param model what the model is, for messages
 */
record SinglePath(String model, String input, Shape inputShape, Shape outputShape) {
    static SinglePath of(Model model) {
        List<Node> inputs = model.inputs();
        if (inputs.size() != 1 || model.outputs().size() != 1) {
            throw new TrainingException("model '" + model.name() + "' has " + inputs.size() + " inputs and "
                    + model.outputs().size()
                    + " outputs; only models with one input and one output can be trained on a data set");
        }
        Node input = inputs.get(0);
        return new SinglePath(
                "model '" + model.name() + "'",
                input.name(),
                model.outputShape(input),
                model.outputShape(model.outputs().get(0)));
    }

    void check(Dataset dataset) {
        Shape examples = new Shape(dataset.features().shape());
        if (!examples.squeezed().equals(inputShape.squeezed())) {
            throw new TrainingException("data set '" + dataset.name() + "' has examples of shape "
                    + examples.batched() + ", but " + model + " expects a different shape: its input '" + input
                    + "' is "
                    + inputShape.batched());
        }
        if (dataset.size() == 0) {
            throw new TrainingException("data set '" + dataset.name() + "' has no examples");
        }
    }
}
