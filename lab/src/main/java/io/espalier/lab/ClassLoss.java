// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import io.espalier.model.Model;
import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Softmax;
import io.espalier.train.loss.BinaryCrossentropy;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;

/** The loss of a model that tells classes apart, by what it puts out: a probability or a logit for each class, or one number for yes and no. */
final class ClassLoss {
    private ClassLoss() {}

    static Loss of(Model model) {
        Layer last = model.node(model.outputs().get(0)).layer();
        if (model.outputShape(model.outputs().get(0)).elements() == 1) {
            return new BinaryCrossentropy(function(last) != ActivationFunction.SIGMOID);
        }
        return new SparseCategoricalCrossentropy(
                !(last instanceof Softmax) && function(last) != ActivationFunction.SOFTMAX);
    }

    private static ActivationFunction function(Layer last) {
        if (last instanceof Dense dense) {
            return dense.activation();
        }
        return last instanceof Activation activation ? activation.function() : ActivationFunction.LINEAR;
    }
}
