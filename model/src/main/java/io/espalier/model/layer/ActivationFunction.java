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
}
