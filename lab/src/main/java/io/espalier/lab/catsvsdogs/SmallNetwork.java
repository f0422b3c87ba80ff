// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.tensor.Padding;

/** A network that learns from a few thousand photographs within minutes. It takes bytes, from 0 to 255. */
final class SmallNetwork {
    /** The photographs that it is made for. */
    static final int SIDE = 64;

    private static final int[] FILTERS = {16, 32, 64, 128};

    /** Averages of few steps have to keep up: there are some hundred of them in all. */
    private static final float MOMENTUM = 0.9f;

    private SmallNetwork() {}

    static Model build(int classes, long seed) {
        SequentialBuilder network =
                Model.sequential("small").input(SIDE, SIDE, 3).add(Rescaling.of(1 / 127.5f, -1));
        for (int filters : FILTERS) {
            network.add(Conv2D.of(filters, 3).withPadding(Padding.SAME).withoutBias())
                    .add(BatchNormalization.defaults().withMomentum(MOMENTUM))
                    .add(new Activation(ActivationFunction.RELU))
                    .add(MaxPooling2D.of(2));
        }
        return network.add(new GlobalAveragePooling2D())
                .add(new Dropout(0.3f))
                .add(Dense.of(classes).withActivation(ActivationFunction.SOFTMAX))
                .build(seed);
    }
}
