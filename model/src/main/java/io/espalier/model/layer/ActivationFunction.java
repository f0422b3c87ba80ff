// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import java.util.Locale;

/** The functions that Keras knows by name. */
public enum ActivationFunction {
    LINEAR,
    RELU,
    RELU6,
    SIGMOID,
    SOFTMAX,
    TANH;

    /** Keras's name, such as {@code relu}. */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What a layer applies last of all; linear for one that applies none, as for a ReLU with another maximum than 6. */
    public static ActivationFunction lastOf(Layer layer) {
        if (layer instanceof KernelLayer kernel) {
            return kernel.activation();
        }
        if (layer instanceof Activation activation) {
            return activation.function();
        }
        if (layer instanceof ReLU rectification) {
            return rectified(rectification);
        }
        return layer instanceof Softmax ? SOFTMAX : LINEAR;
    }

    private static ActivationFunction rectified(ReLU layer) {
        if (!layer.isBounded()) {
            return RELU;
        }
        return layer.maxValue() == 6 ? RELU6 : LINEAR;
    }
}
