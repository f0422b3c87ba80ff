// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.application;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.ModelException;
import java.util.Objects;

/** The end of a network: Keras's {@code include_top}, {@code classes} and {@code pooling}. */
public sealed interface Head {
    /** The network's own classifier. */
    record Classifier(int classes, ActivationFunction activation) implements Head {
        public Classifier {
            Objects.requireNonNull(activation, "activation");
            if (classes < 1) {
                throw new ModelException("a classifier needs at least one class, not " + classes);
            }
        }
    }

    /** No head: the output is the feature map. */
    record Features() implements Head {}

    /** Global average pooling: the output is one vector per image. */
    record AveragePooled() implements Head {}

    /** A classifier with softmax. */
    static Head classes(int classes) {
        return new Classifier(classes, ActivationFunction.SOFTMAX);
    }

    /** A classifier without activation function: the output is logits. */
    static Head logits(int classes) {
        return new Classifier(classes, ActivationFunction.LINEAR);
    }
}
