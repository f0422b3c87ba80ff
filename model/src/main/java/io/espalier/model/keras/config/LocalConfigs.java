// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.local.LocallyConnected;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.List;

/** Layers with weights of their own for each place. Their weights are read by {@code LocalKernel}, whatever the implementation. */
final class LocalConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.named(LocallyConnected.class, "LocallyConnected1D", LocalConfigs::of1D, LocalConfigs::write),
            ComposedRow.named(LocallyConnected.class, "LocallyConnected2D", LocalConfigs::of2D, LocalConfigs::write));

    private LocalConfigs() {}

    private static LocallyConnected of1D(LayerConfig config) {
        // With the same stride along the height, which is 1.
        int stride = config.has("strides") ? config.length("strides") : 1;
        return read(config, new Size(1, config.length("kernel_size")), Size.square(stride), true);
    }

    private static LocallyConnected of2D(LayerConfig config) {
        Size strides = config.has("strides") ? config.size("strides") : Size.ONE;
        return read(config, config.size("kernel_size"), strides, false);
    }

    private static LocallyConnected read(LayerConfig config, Size window, Size strides, boolean ofSequences) {
        config.onlyChannelsLast();
        config.setting("implementation");
        Conv2D convolution = new Conv2D(
                config.integer("filters"),
                window,
                strides,
                config.has("padding") ? config.padding() : Padding.VALID,
                Size.ONE,
                config.activation(),
                config.flag("use_bias", true));
        return new LocallyConnected(convolution, ofSequences);
    }

    private static void write(LocallyConnected layer, ObjectNode config) {
        Conv2D convolution = layer.convolution();
        if (convolution.padding() == Padding.SAME) {
            throw new ModelException("a " + layer.kind() + " with padding 'same' cannot be written to a Keras file;"
                    + " convert the model to .tflite instead");
        }
        config.put("filters", convolution.filters());
        if (layer.ofSequences()) {
            config.putArray("kernel_size").add(convolution.kernelSize().width());
            config.putArray("strides").add(convolution.strides().width());
        } else {
            Settings.putSize(config, "kernel_size", convolution.kernelSize());
            Settings.putSize(config, "strides", convolution.strides());
        }
        Settings.putDataFormat(config.put("padding", convolution.padding().kerasName()));
        KernelSettings.putSums(config, convolution.activation(), convolution.useBias());
        KernelSettings.putKernelAndBias(config, "kernel").put("implementation", 1);
    }
}
