// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.ModelFormatException;
import io.espalier.model.keras.config.LayerConfig;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * The settings of a layer in a file, for those who read a class of layers themselves ({@link KerasReader#withLayer}).
 *
 * <p>Whatever is missing, or is not what it should be, becomes a {@link ModelFormatException} that names file, layer, class and setting.
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

    public int integer(String setting) {
        return config.integer(setting);
    }

    public List<Integer> integers(String setting) {
        return config.integers(setting);
    }

    public float number(String setting) {
        return config.number(setting);
    }

    public boolean flag(String setting) {
        return config.flag(setting);
    }

    public String text(String setting) {
        return config.text(setting);
    }

    /** The setting {@code activation}. */
    public ActivationFunction activation() {
        return config.activation();
    }

    /** What says that the layer cannot be read, and why. */
    public ModelFormatException error(String problem) {
        return config.error(problem);
    }
}
