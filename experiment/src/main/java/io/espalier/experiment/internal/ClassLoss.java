// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.model.Model;
import io.espalier.model.Node;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.loss.BinaryCrossentropy;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;

/** The loss of a model that tells classes apart, by what it puts out: a probability or a logit for each class, or one number for yes and no. */
final class ClassLoss {
    private ClassLoss() {}

    static Loss of(Model model) {
        Node output = model.node(model.outputs().get(0));
        ActivationFunction last = output.layer().lastFunction();
        return model.outputShape(output).elements() == 1
                ? new BinaryCrossentropy(last != ActivationFunction.SIGMOID)
                : new SparseCategoricalCrossentropy(last != ActivationFunction.SOFTMAX);
    }
}
