// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.ReLU;

/** Which layers have no negative outputs, because they end in a rectification. */
public final class Rectified {
    private Rectified() {}

    public static boolean isBy(Layer layer) {
        ActivationFunction last = layer.lastFunction();
        return layer instanceof ReLU || last == ActivationFunction.RELU || last == ActivationFunction.RELU6;
    }
}
