// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.versions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.keras.config.LayerJson;

/** Layers of Keras 2 that need a GPU, {@code CuDNNLSTM} and {@code CuDNNGRU}, as those that compute the same anywhere. */
final class CudnnLayers {
    private static final String PREFIX = "CuDNN";

    private CudnnLayers() {}

    static void upgrade(ObjectNode layer, ObjectNode config) {
        String className = LayerJson.classOf(layer);
        if (!className.equals("CuDNNLSTM") && !className.equals("CuDNNGRU")) {
            return;
        }
        layer.put("class_name", className.substring(PREFIX.length()));
        config.put("activation", "tanh").put("recurrent_activation", "sigmoid").put("use_bias", true);
        if (className.endsWith("GRU")) {
            config.put("reset_after", true);
        }
    }
}
