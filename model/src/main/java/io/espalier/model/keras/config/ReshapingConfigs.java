// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.RepeatVector;
import io.espalier.model.layer.reshaping.Reshape;
import java.util.List;

/** Layers that move values or repeat them. */
final class ReshapingConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    Flatten.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new Flatten();
                    },
                    (layer, config) -> Settings.putDataFormat(config)),
            ComposedRow.of(Permute.class, config -> new Permute(config.axes("dims")), (layer, config) -> {
                ArrayNode order = config.putArray("dims");
                layer.order().forEach(axis -> order.add(Settings.axis(axis)));
            }),
            ComposedRow.of(
                    RepeatVector.class,
                    config -> new RepeatVector(config.integer("n")),
                    (layer, config) -> config.put("n", layer.times())),
            ComposedRow.of(Reshape.class, config -> new Reshape(config.integers("target_shape")), (layer, config) -> {
                ArrayNode target = config.putArray("target_shape");
                layer.target().forEach(target::add);
            }));

    private ReshapingConfigs() {}
}
