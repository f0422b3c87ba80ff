// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.ReLU;

/** Which layers put out nothing below zero, as a rectification is the last that they do. */
public final class Rectified {
    private Rectified() {}

    public static boolean isBy(Layer layer) {
        ActivationFunction last = ActivationFunction.LINEAR;
        if (layer instanceof Conv2D convolution) {
            last = convolution.activation();
        } else if (layer instanceof DepthwiseConv2D convolution) {
            last = convolution.activation();
        } else if (layer instanceof Dense dense) {
            last = dense.activation();
        } else if (layer instanceof Activation activation) {
            last = activation.function();
        }
        return layer instanceof ReLU || last == ActivationFunction.RELU || last == ActivationFunction.RELU6;
    }
}
