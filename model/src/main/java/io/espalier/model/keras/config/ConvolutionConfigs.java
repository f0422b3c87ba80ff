// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.convolution.DepthwiseConv1D;
import io.espalier.model.layer.convolution.SeparableConv1D;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.function.GroupedConv1D;
import io.espalier.model.layer.function.GroupedConv2D;
import java.util.List;

/** Convolutions that are made of others. */
final class ConvolutionConfigs {
    static final List<ComposedRow<?>> ROWS = List.of(
            ComposedRow.of(DepthwiseConv1D.class, ConvolutionConfigs::depthwise1D, ConvolutionConfigs::write),
            ComposedRow.named(GroupedConv1D.class, "Conv1D", ConvolutionConfigs::inGroups1D, ConvolutionConfigs::write),
            ComposedRow.named(GroupedConv2D.class, "Conv2D", ConvolutionConfigs::inGroups, ConvolutionConfigs::write),
            ComposedRow.of(SeparableConv1D.class, ConvolutionConfigs::separable1D, ConvolutionConfigs::write),
            ComposedRow.of(SeparableConv2D.class, ConvolutionConfigs::separable2D, ConvolutionConfigs::write));

    private ConvolutionConfigs() {}

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
