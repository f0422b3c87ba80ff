// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.layer.volume.Cropping3D;
import io.espalier.model.layer.volume.GlobalVolumePooling;
import io.espalier.model.layer.volume.SpatialDropout3D;
import io.espalier.model.layer.volume.UpSampling3D;
import io.espalier.model.layer.volume.VolumePooling;
import io.espalier.model.layer.volume.ZeroPadding3D;
import io.espalier.model.tensor.Volume;
import java.util.ArrayList;
import java.util.List;

/** Layers of volumes. */
final class VolumeConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    Cropping3D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new Cropping3D(ends(config, "cropping", 0), ends(config, "cropping", 1));
                    },
                    (layer, config) -> putEnds(config, "cropping", layer.before(), layer.after())),
            ComposedRow.of(
                    SpatialDropout3D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new SpatialDropout3D(config.number("rate"));
                    },
                    (layer, config) -> Settings.putDataFormat(config.put("rate", layer.rate()))),
            ComposedRow.of(
                    UpSampling3D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new UpSampling3D(volume(config, "size"));
                    },
                    (layer, config) -> {
                        put(config, "size", layer.times());
                        Settings.putDataFormat(config);
                    }),
            ComposedRow.of(
                    ZeroPadding3D.class,
                    config -> {
                        config.onlyChannelsLast();
                        return new ZeroPadding3D(ends(config, "padding", 0), ends(config, "padding", 1));
                    },
                    (layer, config) -> putEnds(config, "padding", layer.before(), layer.after())),
            pooling("MaxPooling3D", Reduction.MAXIMUM),
            pooling("AveragePooling3D", Reduction.MEAN),
            globalPooling("GlobalMaxPooling3D", Reduction.MAXIMUM),
            globalPooling("GlobalAveragePooling3D", Reduction.MEAN));

    private VolumeConfigs() {}

    private static ComposedRow<VolumePooling> pooling(String className, Reduction reduction) {
        return ComposedRow.named(
                VolumePooling.class,
                className,
                config -> {
                    config.onlyChannelsLast();
                    return new VolumePooling(
                            reduction, volume(config, "pool_size"), volume(config, "strides"), config.padding());
                },
                (layer, config) -> {
                    put(config, "pool_size", layer.poolSize());
                    config.put("padding", layer.padding().kerasName());
                    put(config, "strides", layer.strides());
                    Settings.putDataFormat(config);
                });
    }

    private static ComposedRow<GlobalVolumePooling> globalPooling(String className, Reduction reduction) {
        return ComposedRow.named(
                GlobalVolumePooling.class,
                className,
                config -> new GlobalVolumePooling(reduction, config.keepsDimensions()),
                (layer, config) -> Settings.putDataFormat(config).put("keepdims", layer.keepDimensions()));
    }

    /** Three numbers, or one that stands for all. */
    static Volume volume(LayerConfig config, String setting) {
        if (config.required(setting).isInt()) {
            return Volume.cube(config.integer(setting));
        }
        List<Integer> sides = config.integers(setting);
        if (sides.size() != 3) {
            throw config.error(
                    "'" + setting + "' is " + config.required(setting) + "; expected a depth, a height and a width");
        }
        return new Volume(sides.get(0), sides.get(1), sides.get(2));
    }

    static void put(ObjectNode config, String setting, Volume volume) {
        config.putArray(setting).add(volume.depth()).add(volume.height()).add(volume.width());
    }

    /** Of depth, height and width the number at the start or at the end; one number stands for all of them, or for both ends of one. */
    private static List<Integer> ends(LayerConfig config, String setting, int end) {
        JsonNode value = config.required(setting);
        List<Integer> ends = new ArrayList<>();
        for (int axis = 0; axis < 3; axis++) {
            JsonNode pair = value.isArray() ? value.path(axis) : value;
            JsonNode number = pair.isArray() ? pair.path(end) : pair;
            if (!number.isInt() || (value.isArray() && value.size() != 3)) {
                throw config.error(
                        "'" + setting + "' is " + value + "; expected [[front, back], [top, bottom], [left, right]]");
            }
            ends.add(number.intValue());
        }
        return ends;
    }

    private static void putEnds(ObjectNode config, String setting, List<Integer> before, List<Integer> after) {
        ArrayNode pairs = config.putArray(setting);
        for (int axis = 0; axis < before.size(); axis++) {
            pairs.addArray().add(before.get(axis)).add(after.get(axis));
        }
        Settings.putDataFormat(config);
    }
}
