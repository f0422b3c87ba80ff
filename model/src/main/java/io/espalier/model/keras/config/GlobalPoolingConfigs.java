// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.GlobalMaxPooling2D;
import java.util.List;

/** Poolings of whole pictures or sequences. */
final class GlobalPoolingConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    GlobalAveragePooling1D.class,
                    config -> new GlobalAveragePooling1D(config.keepsDimensions()),
                    (layer, config) -> write(config, layer.keepDimensions())),
            ComposedRow.of(
                    GlobalAveragePooling2D.class,
                    config -> new GlobalAveragePooling2D(config.keepsDimensions()),
                    (layer, config) -> write(config, layer.keepDimensions())),
            ComposedRow.of(
                    GlobalMaxPooling1D.class,
                    config -> new GlobalMaxPooling1D(config.keepsDimensions()),
                    (layer, config) -> write(config, layer.keepDimensions())),
            ComposedRow.of(
                    GlobalMaxPooling2D.class,
                    config -> new GlobalMaxPooling2D(config.keepsDimensions()),
                    (layer, config) -> write(config, layer.keepDimensions())));

    private GlobalPoolingConfigs() {}

    private static void write(ObjectNode config, boolean keepDimensions) {
        Settings.putDataFormat(config).put("keepdims", keepDimensions);
    }
}
