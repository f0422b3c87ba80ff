// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;

/** Poolings of windows. */
final class PoolingConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    AveragePooling1D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new AveragePooling1D(
                                config.length("pool_size"), config.length("strides"), config.padding());
                    },
                    (layer, config) -> write(config, layer.poolSize(), layer.strides(), layer.padding())),
            ComposedRow.of(
                    AveragePooling2D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new AveragePooling2D(config.size("pool_size"), config.size("strides"), config.padding());
                    },
                    (layer, config) -> write(config, layer.poolSize(), layer.strides(), layer.padding())),
            ComposedRow.of(
                    MaxPooling1D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new MaxPooling1D(config.length("pool_size"), config.length("strides"), config.padding());
                    },
                    (layer, config) -> write(config, layer.poolSize(), layer.strides(), layer.padding())),
            ComposedRow.of(
                    MaxPooling2D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new MaxPooling2D(config.size("pool_size"), config.size("strides"), config.padding());
                    },
                    (layer, config) -> write(config, layer.poolSize(), layer.strides(), layer.padding())));

    private PoolingConfigs() {}

    private static void write(ObjectNode config, int poolSize, int strides, Padding padding) {
        config.putArray("strides").add(strides);
        config.putArray("pool_size").add(poolSize);
        Settings.putDataFormat(config.put("padding", padding.kerasName()));
    }

    private static void write(ObjectNode config, Size poolSize, Size strides, Padding padding) {
        Settings.putSize(config, "pool_size", poolSize);
        config.put("padding", padding.kerasName());
        Settings.putSize(config, "strides", strides);
        Settings.putDataFormat(config);
    }
}
