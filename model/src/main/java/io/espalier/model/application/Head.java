// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.ModelException;

/** What a network ends in: Keras's {@code include_top}, {@code classes} and {@code pooling}. */
public sealed interface Head {
    /** The network's own classifier. */
    record Classifier(int classes, ActivationFunction activation) implements Head {
        public Classifier {
            if (classes < 1) {
                throw new ModelException("a classifier needs at least one class, not " + classes);
            }
        }
    }

    /** Nothing: the features of each place of the picture. */
    record Features() implements Head {}

    /** The mean of each feature over the picture. */
    record AveragePooled() implements Head {}

    /** A classifier with softmax. */
    static Head classes(int classes) {
        return new Classifier(classes, ActivationFunction.SOFTMAX);
    }

    /** A classifier that puts out logits. */
    static Head logits(int classes) {
        return new Classifier(classes, ActivationFunction.LINEAR);
    }
}
