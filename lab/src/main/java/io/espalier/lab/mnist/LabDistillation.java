// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.compress.distil.Distillation;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Reshape;

/** How the lab distils: a network of 57,000 parameters teaches one of 2,500, an eighth of what the baseline has. */
final class LabDistillation {
    static final int TEACHER_EPOCHS = 2;
    static final int EPOCHS = 2;

    /** Higher than the others': the student is so small that it has not far to go, and no time to lose. */
    static final float LEARNING_RATE = 0.005f;

    private static final float TEMPERATURE = 4;
    private static final float LABEL_WEIGHT = 0.7f;

    private LabDistillation() {}

    /** The network that knows more, with weights that start from the seed. */
    static Model teacher(long seed) {
        return Model.sequential("teacher")
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(16, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(Conv2D.of(32, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(64).activation(ActivationFunction.RELU))
                .add(Dense.of(10).activation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    /** The network that is to be deployed. */
    static Model student(long seed) {
        return Model.sequential("student")
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(6, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(Conv2D.of(8, 3).activation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).activation(ActivationFunction.SOFTMAX))
                .build(seed);
    }

    static Distillation from(Model teacher) {
        return Distillation.from(teacher).temperature(TEMPERATURE).labelWeight(LABEL_WEIGHT);
    }

    /** What is done, as provenance tells it. */
    static String describe() {
        return "distil temperature=" + TEMPERATURE + " labels=" + LABEL_WEIGHT;
    }
}
