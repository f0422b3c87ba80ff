// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * The settings of a layer in a file, for functions that read a custom class of layers ({@link KerasReader#withLayer}).
 *
 * <p>A setting that is missing or of another type is a {@link ModelFormatException} that names file, layer, class and setting.
 */
public final class LayerSettings {
    private final LayerConfig config;

    LayerSettings(LayerConfig config) {
        this.config = config;
    }

    /** The layer's name. */
    public String name() {
        return config.name();
    }

    /** The shapes that reach the layer, each of one example, channels last. */
    public List<Shape> inputShapes() {
        return config.inputs();
    }

    /** Whether a setting is there and not null. */
    public boolean has(String setting) {
        return config.settings().hasNonNull(setting);
    }

    /** A setting that is a whole number. */
    public int integer(String setting) {
        return config.integer(setting);
    }

    /** A setting that is a list of whole numbers. */
    public List<Integer> integers(String setting) {
        return config.integers(setting);
    }

    /** A setting that is a number. */
    public float number(String setting) {
        return config.number(setting);
    }

    /** A setting that is true or false. */
    public boolean flag(String setting) {
        return config.flag(setting);
    }

    /** A setting that is a string. */
    public String text(String setting) {
        return config.text(setting);
    }

    /** The setting {@code activation}. */
    public ActivationFunction activation() {
        return config.activation();
    }

    /** The exception to throw if the layer cannot be read; the message names file and layer. */
    public ModelFormatException error(String problem) {
        return config.error(problem);
    }
}
