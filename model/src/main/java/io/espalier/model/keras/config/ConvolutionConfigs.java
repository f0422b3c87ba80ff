// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.convolution.Conv1DTranspose;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.convolution.DepthwiseConv1D;
import io.espalier.model.layer.convolution.SeparableConv1D;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.function.GroupedConv1D;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Volume;
import java.util.List;

/** Convolutions that are made of others. */
final class ConvolutionConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(Conv1DTranspose.class, ConvolutionConfigs::transposed1D, ConvolutionConfigs::write),
            ComposedRow.of(Conv2DTranspose.class, ConvolutionConfigs::transposed2D, ConvolutionConfigs::write),
            ComposedRow.of(Conv3D.class, ConvolutionConfigs::overVolumes, ConvolutionConfigs::write),
            ComposedRow.of(DepthwiseConv1D.class, ConvolutionConfigs::depthwise1D, ConvolutionConfigs::write),
            ComposedRow.named(GroupedConv1D.class, "Conv1D", ConvolutionConfigs::inGroups1D, ConvolutionConfigs::write),
            ComposedRow.named(GroupedConv2D.class, "Conv2D", ConvolutionConfigs::inGroups, ConvolutionConfigs::write),
            ComposedRow.of(SeparableConv1D.class, ConvolutionConfigs::separable1D, ConvolutionConfigs::write),
            ComposedRow.of(SeparableConv2D.class, ConvolutionConfigs::separable2D, ConvolutionConfigs::write));

    private ConvolutionConfigs() {}

    private static Conv1DTranspose transposed1D(LayerConfig config) {
        onlyPlainTransposed(config);
        return new Conv1DTranspose(
                config.integer("filters"),
                config.length("kernel_size"),
                config.length("strides"),
                config.padding(),
                config.activation(),
                config.flag("use_bias"));
    }

    private static void write(Conv1DTranspose layer, ObjectNode config) {
        config.put("filters", layer.filters());
        KernelSettings.putWindow(
                config, layer.kernelSize(), layer.strides(), layer.padding().kerasName(), 1);
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        KernelSettings.putKernelAndBias(config, "kernel");
        config.putNull("output_padding");
    }

    private static Conv2DTranspose transposed2D(LayerConfig config) {
        onlyPlainTransposed(config);
        return new Conv2DTranspose(
                config.integer("filters"),
                config.size("kernel_size"),
                config.size("strides"),
                config.padding(),
                config.activation(),
                config.flag("use_bias"));
    }

    private static void onlyPlainTransposed(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("groups", 1);
        config.onlyOnes("dilation_rate");
        if (config.has("output_padding")) {
            checkOutputPadding(config);
        }
    }

    /** Keras's default size of the output may also be given as a padding. */
    private static void checkOutputPadding(LayerConfig config) {
        JsonNode given = config.setting("output_padding");
        JsonNode windows = config.setting("kernel_size");
        JsonNode strides = config.setting("strides");
        for (int axis = 0; axis < Math.max(1, windows.size()); axis++) {
            int window = (windows.isArray() ? windows.path(axis) : windows).asInt();
            int stride = (strides.isArray() ? strides.path(axis) : strides).asInt();
            int usual = config.padding() == Padding.SAME ? stride - window % 2 : Math.max(0, stride - window);
            if ((given.isArray() ? given.path(axis) : given).asInt(-1) != usual) {
                throw config.error("'output_padding' is " + given + "; only the padding of the default output size, "
                        + usual + " with this window and stride, is supported");
            }
        }
    }

    private static void write(Conv2DTranspose layer, ObjectNode config) {
        config.put("filters", layer.filters());
        KernelSettings.putWindow(config, layer.kernelSize(), layer.strides(), layer.padding(), Size.ONE);
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        KernelSettings.putKernelAndBias(config, "kernel");
        config.putNull("output_padding");
    }

    private static Conv3D overVolumes(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("groups", 1);
        config.onlyOnes("dilation_rate");
        return new Conv3D(
                config.integer("filters"),
                VolumeConfigs.volume(config, "kernel_size"),
                VolumeConfigs.volume(config, "strides"),
                config.padding(),
                config.activation(),
                config.flag("use_bias"));
    }

    private static void write(Conv3D layer, ObjectNode config) {
        config.put("filters", layer.filters());
        VolumeConfigs.put(config, "kernel_size", layer.kernelSize());
        VolumeConfigs.put(config, "strides", layer.strides());
        Settings.putDataFormat(config.put("padding", layer.padding().kerasName()));
        VolumeConfigs.put(config, "dilation_rate", Volume.ONE);
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        KernelSettings.putKernelAndBias(config, "kernel");
    }

    private static DepthwiseConv1D depthwise1D(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("groups", 1);
        return new DepthwiseConv1D(
                config.length("kernel_size"),
                config.length("strides"),
                config.temporalPadding(),
                config.integer("depth_multiplier"),
                config.length("dilation_rate"),
                config.activation(),
                config.flag("use_bias"));
    }

    private static void write(DepthwiseConv1D layer, ObjectNode config) {
        KernelSettings.putWindow(
                config, layer.kernelSize(), layer.strides(), layer.padding().kerasName(), layer.dilation());
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        KernelSettings.putKernelAndBias(config.put("depth_multiplier", layer.depthMultiplier()), "depthwise");
    }

    private static GroupedConv1D inGroups1D(LayerConfig config) {
        return new GroupedConv1D(config.integer("groups"), LayerConfigReader.convolution1D(config));
    }

    private static void write(GroupedConv1D layer, ObjectNode config) {
        Conv1D convolution = layer.convolution();
        config.put("filters", convolution.filters());
        KernelSettings.putWindow(
                config,
                convolution.kernelSize(),
                convolution.strides(),
                convolution.padding().kerasName(),
                convolution.dilation());
        KernelSettings.putSums(config.put("groups", layer.groups()), convolution.activation(), convolution.useBias());
        KernelSettings.putKernelAndBias(config, "kernel");
    }

    private static GroupedConv2D inGroups(LayerConfig config) {
        return new GroupedConv2D(config.integer("groups"), LayerConfigReader.convolution(config));
    }

    private static void write(GroupedConv2D layer, ObjectNode config) {
        Conv2D convolution = layer.convolution();
        config.put("filters", convolution.filters());
        KernelSettings.putWindow(
                config, convolution.kernelSize(), convolution.strides(), convolution.padding(), convolution.dilation());
        KernelSettings.putSums(config.put("groups", layer.groups()), convolution.activation(), convolution.useBias());
        KernelSettings.putKernelAndBias(config, "kernel");
    }

    private static SeparableConv1D separable1D(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("groups", 1);
        return new SeparableConv1D(
                config.integer("filters"),
                config.length("kernel_size"),
                config.length("strides"),
                config.temporalPadding(),
                config.integer("depth_multiplier"),
                config.length("dilation_rate"),
                config.activation(),
                config.flag("use_bias"));
    }

    private static void write(SeparableConv1D layer, ObjectNode config) {
        config.put("filters", layer.filters());
        KernelSettings.putWindow(
                config, layer.kernelSize(), layer.strides(), layer.padding().kerasName(), layer.dilation());
        putSeparable(config, layer.depthMultiplier(), layer.activation(), layer.useBias());
    }

    private static SeparableConv2D separable2D(LayerConfig config) {
        config.onlyChannelsLast();
        config.only("groups", 1);
        return new SeparableConv2D(
                config.integer("filters"),
                config.size("kernel_size"),
                config.size("strides"),
                config.padding(),
                config.integer("depth_multiplier"),
                config.size("dilation_rate"),
                config.activation(),
                config.flag("use_bias"));
    }

    private static void write(SeparableConv2D layer, ObjectNode config) {
        config.put("filters", layer.filters());
        KernelSettings.putWindow(config, layer.kernelSize(), layer.strides(), layer.padding(), layer.dilation());
        putSeparable(config, layer.depthMultiplier(), layer.activation(), layer.useBias());
    }

    private static void putSeparable(
            ObjectNode config, int multiplier, ActivationFunction activation, boolean useBias) {
        KernelSettings.putSums(config.put("groups", 1), activation, useBias);
        KernelSettings.putKernelAndBias(config.put("depth_multiplier", multiplier), "depthwise");
        Settings.putInitializer(config, "pointwise_initializer", "GlorotUniform");
        Settings.putNulls(config, "pointwise_regularizer", "pointwise_constraint");
    }
}
