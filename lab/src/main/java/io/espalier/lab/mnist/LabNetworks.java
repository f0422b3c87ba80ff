// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;

/** The networks of the lab, with weights that start from a seed. */
final class LabNetworks {
    private LabNetworks() {}

    /** The network that the lab compresses, of 20,410 parameters. */
    static Model baseline(long seed) {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    /** The network that knows more, of 57,000 parameters. */
    static Model teacher(long seed) {
        return twoConvolutions("teacher", 16, 32)
                .add(Dense.of(64).withActivation(ActivationFunction.RELU))
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    /** A network of 2,500 parameters, an eighth of what the baseline has. */
    static Model student(long seed) {
        return twoConvolutions("student", 6, 8)
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    private static SequentialBuilder twoConvolutions(String name, int first, int second) {
        return Model.sequential(name)
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(first, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(Conv2D.of(second, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten());
    }
}
