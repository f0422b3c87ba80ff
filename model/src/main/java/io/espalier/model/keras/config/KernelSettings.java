// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;

/** Settings of layers that multiply by a kernel, as Keras writes them. */
final class KernelSettings {
    private KernelSettings() {}

    static void putWindow(ObjectNode config, Size kernelSize, Size strides, Padding padding, Size dilation) {
        Settings.putSize(config, "kernel_size", kernelSize);
        Settings.putSize(config, "strides", strides);
        Settings.putDataFormat(config.put("padding", padding.kerasName()));
        Settings.putSize(config, "dilation_rate", dilation);
    }

    /** Over the steps of a sequence. */
    static void putWindow(ObjectNode config, int kernelSize, int strides, String padding, int dilation) {
        config.putArray("kernel_size").add(kernelSize);
        config.putArray("strides").add(strides);
        Settings.putDataFormat(config.put("padding", padding));
        config.putArray("dilation_rate").add(dilation);
    }

    static ObjectNode putSums(ObjectNode config, ActivationFunction activation, boolean useBias) {
        return config.put("activation", ActivationNames.of(activation)).put("use_bias", useBias);
    }

    /** What Keras has by default for a kernel of this name and the bias. */
    static ObjectNode putKernelAndBias(ObjectNode config, String kernel) {
        Settings.putInitializer(config, kernel + "_initializer", "GlorotUniform");
        Settings.putInitializer(config, "bias_initializer", "Zeros");
        return Settings.putNulls(
                config,
                kernel + "_regularizer",
                "bias_regularizer",
                "activity_regularizer",
                kernel + "_constraint",
                "bias_constraint");
    }
}
