// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.function.ActivityRegularization;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.regularization.AlphaDropout;
import io.espalier.model.layer.regularization.GaussianDropout;
import io.espalier.model.layer.regularization.GaussianNoise;
import io.espalier.model.layer.regularization.SpatialDropout1D;
import io.espalier.model.layer.regularization.SpatialDropout2D;
import java.util.List;

/** Layers that do nothing but while a model is trained, or nothing at all. */
final class RegularizationConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    ActivityRegularization.class,
                    config -> new ActivityRegularization(config.number("l1", 0), config.number("l2", 0)),
                    (layer, config) -> config.put("l1", layer.l1()).put("l2", layer.l2())),
            ComposedRow.of(
                    AlphaDropout.class,
                    config -> new AlphaDropout(config.number("rate"), config.noiseShape()),
                    (layer, config) -> Settings.putNoiseShape(config.put("rate", layer.rate()), layer.noise())),
            ComposedRow.of(
                    GaussianDropout.class,
                    config -> new GaussianDropout(config.number("rate")),
                    (layer, config) -> config.put("rate", layer.rate())),
            ComposedRow.of(
                    GaussianNoise.class,
                    config -> new GaussianNoise(config.number("stddev")),
                    (layer, config) -> config.put("stddev", layer.deviation())),
            ComposedRow.plain(new Identity(), Identity.class),
            ComposedRow.of(
                    SpatialDropout1D.class,
                    config -> new SpatialDropout1D(config.number("rate")),
                    (layer, config) -> write(layer.rate(), config)),
            ComposedRow.of(
                    SpatialDropout2D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new SpatialDropout2D(config.number("rate"));
                    },
                    (layer, config) -> Settings.putDataFormat(write(layer.rate(), config))));

    private RegularizationConfigs() {}

    private static ObjectNode write(float rate, ObjectNode config) {
        return config.put("rate", rate).putNull("noise_shape").putNull("seed");
    }
}
