// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.volume.Conv3DTranspose;
import io.espalier.model.layer.volume.GeneralConv3D;
import io.espalier.model.tensor.Volume;
import java.util.List;

/** Convolutions of volumes. */
final class VolumeConvolutionConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(
                    Conv3D.class,
                    VolumeConvolutionConfigs::convolution,
                    (layer, config) -> write(layer, 1, Volume.ONE, config)),
            ComposedRow.of(
                    Conv3DTranspose.class, VolumeConvolutionConfigs::transposed, VolumeConvolutionConfigs::write),
            ComposedRow.named(
                    GeneralConv3D.class,
                    "Conv3D",
                    VolumeConvolutionConfigs::convolution,
                    (layer, config) -> write(layer.convolution(), layer.groups(), layer.dilation(), config)));

    private VolumeConvolutionConfigs() {}

    private static ComposedLayer convolution(LayerConfig config) {
        int groups = config.has("groups") ? config.integer("groups") : 1;
        Volume dilation = VolumeConfigs.volume(config, "dilation_rate");
        Conv3D plain = plain(config);
        return groups == 1 && dilation.equals(Volume.ONE) ? plain : new GeneralConv3D(plain, groups, dilation);
    }

    private static Conv3D plain(LayerConfig config) {
        config.onlyChannelsLast();
        return new Conv3D(
                config.integer("filters"),
                VolumeConfigs.volume(config, "kernel_size"),
                VolumeConfigs.volume(config, "strides"),
                config.padding(),
                config.activation(),
                config.flag("use_bias"));
    }

    private static Conv3DTranspose transposed(LayerConfig config) {
        config.only("groups", 1);
        config.onlyOnes("dilation_rate");
        return new Conv3DTranspose(plain(config), TransposedConfigs.outputPadding(config, 3));
    }

    private static void write(Conv3D layer, int groups, Volume dilation, ObjectNode config) {
        config.put("filters", layer.filters());
        putWindow(config, layer, dilation);
        KernelSettings.putSums(config.put("groups", groups), layer.activation(), layer.useBias());
        KernelSettings.putKernelAndBias(config, "kernel");
    }

    static void putWindow(ObjectNode config, Conv3D layer, Volume dilation) {
        VolumeConfigs.put(config, "kernel_size", layer.kernelSize());
        VolumeConfigs.put(config, "strides", layer.strides());
        Settings.putDataFormat(config.put("padding", layer.padding().kerasName()));
        VolumeConfigs.put(config, "dilation_rate", dilation);
    }

    private static void write(Conv3DTranspose layer, ObjectNode config) {
        write(layer.convolution(), 1, Volume.ONE, config);
        TransposedConfigs.put(config, layer.outputPadding());
    }
}
