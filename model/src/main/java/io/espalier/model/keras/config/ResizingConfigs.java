// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.preprocessing.Resizing;
import io.espalier.model.layer.reshaping.Cropping1D;
import io.espalier.model.layer.reshaping.Cropping2D;
import io.espalier.model.layer.reshaping.UpSampling1D;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.layer.reshaping.ZeroPadding1D;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.List;
import java.util.Locale;

/** Layers that make pictures or sequences larger or smaller. */
final class ResizingConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    Cropping1D.class,
                    config -> {
                        List<Integer> ends = config.ends("cropping");
                        return new Cropping1D(ends.get(0), ends.get(1));
                    },
                    (layer, config) ->
                            config.putArray("cropping").add(layer.start()).add(layer.end())),
            ComposedRow.of(
                    Cropping2D.class,
                    config -> {
                        config.onlyChannelsLast();
                        List<Integer> sides = config.sides("cropping");
                        return new Cropping2D(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
                    },
                    (layer, config) -> {
                        ArrayNode sides = config.putArray("cropping");
                        sides.addArray().add(layer.top()).add(layer.bottom());
                        sides.addArray().add(layer.left()).add(layer.right());
                        Settings.putDataFormat(config);
                    }),
            ComposedRow.named(Cropping2D.class, "CenterCrop", ResizingConfigs::centre, (layer, config) -> {}),
            ComposedRow.of(Resizing.class, ResizingConfigs::resizing, ResizingConfigs::write),
            ComposedRow.of(
                    UpSampling1D.class,
                    config -> new UpSampling1D(config.length("size")),
                    (layer, config) -> config.put("size", layer.times())),
            ComposedRow.of(
                    UpSampling2D.class,
                    config -> {
                        config.onlyChannelsLast();
                        // Older versions only repeated pixels.
                        Interpolation interpolation =
                                config.has("interpolation") ? interpolation(config) : Interpolation.NEAREST;
                        return new UpSampling2D(config.size("size"), interpolation);
                    },
                    (layer, config) -> {
                        Settings.putSize(config, "size", layer.times());
                        Settings.putDataFormat(config).put("interpolation", name(layer.interpolation()));
                    }),
            ComposedRow.of(
                    ZeroPadding1D.class,
                    config -> {
                        List<Integer> ends = config.ends("padding");
                        return new ZeroPadding1D(ends.get(0), ends.get(1));
                    },
                    (layer, config) ->
                            config.putArray("padding").add(layer.before()).add(layer.after())),
            ComposedRow.of(
                    ZeroPadding2D.class,
                    config -> {
                        config.onlyChannelsLast();
                        List<Integer> sides = config.sides("padding");
                        return new ZeroPadding2D(sides.get(0), sides.get(1), sides.get(2), sides.get(3));
                    },
                    (layer, config) -> {
                        ArrayNode sides = config.putArray("padding");
                        sides.addArray().add(layer.top()).add(layer.bottom());
                        sides.addArray().add(layer.left()).add(layer.right());
                        Settings.putDataFormat(config);
                    }));

    private ResizingConfigs() {}

    /** Written as a Cropping2D, which comes first. */
    private static Cropping2D centre(LayerConfig config) {
        config.onlyChannelsLast();
        Shape picture = Inputs.picture(config.inputs());
        int height = config.integer("height");
        int width = config.integer("width");
        int rows = picture.dimension(0) - height;
        int columns = picture.dimension(1) - width;
        if (rows < 0 || columns < 0) {
            throw config.error("crops pictures of shape " + picture.batched() + " to " + height + " x " + width
                    + ", which enlarges them; put a Resizing before it");
        }
        return new Cropping2D(rows / 2, rows - rows / 2, columns / 2, columns - columns / 2);
    }

    private static Resizing resizing(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("crop_to_aspect_ratio", false);
        config.only("pad_to_aspect_ratio", false);
        config.only("antialias", false);
        return new Resizing(new Size(config.integer("height"), config.integer("width")), interpolation(config));
    }

    private static void write(Resizing layer, ObjectNode config) {
        config.put("height", layer.size().height())
                .put("width", layer.size().width())
                .put("interpolation", name(layer.interpolation()))
                .put("crop_to_aspect_ratio", false);
    }

    private static Interpolation interpolation(LayerConfig config) {
        return config.constant("interpolation", Interpolation.values(), ResizingConfigs::name);
    }

    private static String name(Interpolation interpolation) {
        return interpolation.name().toLowerCase(Locale.ROOT);
    }
}
