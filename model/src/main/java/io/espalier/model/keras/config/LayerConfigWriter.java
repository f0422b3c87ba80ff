// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Node;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer.Visitor;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.List;

/**
 * The {@code config} of one layer, with the fields and the order of Keras 2.
 *
 * <p>What our layers do not have (regularizers, constraints, other initializers) is written as Keras's default.
 */
public final class LayerConfigWriter implements Visitor<ObjectNode> {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Node node;
    private final List<Shape> inputs;

    /**
     * @param node the layer in its place
     * @param inputs the shapes that reach it, for settings that count dimensions
     */
    LayerConfigWriter(Node node, List<Shape> inputs) {
        this.node = node;
        this.inputs = List.copyOf(inputs);
    }

    @Override
    public ObjectNode visit(Input layer) {
        ObjectNode config = JSON.objectNode();
        ArrayNode shape = config.putArray("batch_input_shape").addNull();
        layer.shape().dimensions().forEach(shape::add);
        return config.put("dtype", "float32")
                .put("sparse", false)
                .put("ragged", false)
                .put("name", node.name());
    }

    @Override
    public ObjectNode visit(Conv1D layer) {
        ObjectNode config = layer().put("filters", layer.filters());
        config.putArray("kernel_size").add(layer.kernelSize());
        config.putArray("strides").add(layer.strides());
        Settings.putDataFormat(config.put("padding", layer.padding().kerasName()));
        config.putArray("dilation_rate").add(layer.dilation());
        putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        return putKernelAndBias(config);
    }

    @Override
    public ObjectNode visit(Conv2D layer) {
        ObjectNode config = layer().put("filters", layer.filters());
        putWindow(config, "kernel_size", layer.kernelSize(), layer.strides(), layer.padding());
        putConvolution(config, layer.dilation(), layer.activation(), layer.useBias());
        return putKernelAndBias(config);
    }

    @Override
    public ObjectNode visit(DepthwiseConv2D layer) {
        ObjectNode config = layer();
        putWindow(config, "kernel_size", layer.kernelSize(), layer.strides(), layer.padding());
        putConvolution(config, layer.dilation(), layer.activation(), layer.useBias());
        Settings.putInitializer(config, "bias_initializer", "Zeros");
        Settings.putNulls(config, "bias_regularizer", "activity_regularizer", "bias_constraint");
        config.put("depth_multiplier", layer.depthMultiplier());
        Settings.putInitializer(config, "depthwise_initializer", "GlorotUniform");
        return Settings.putNulls(config, "depthwise_regularizer", "depthwise_constraint");
    }

    @Override
    public ObjectNode visit(Dense layer) {
        return putKernelAndBias(putSums(layer().put("units", layer.units()), layer.activation(), layer.useBias()));
    }

    @Override
    public ObjectNode visit(BatchNormalization layer) {
        ObjectNode config = layer();
        // Keras counts the batch: for a picture the channels are axis 3.
        config.putArray("axis").add(inputs.get(0).rank());
        config.put("momentum", layer.momentum())
                .put("epsilon", layer.epsilon())
                .put("center", layer.center())
                .put("scale", layer.scale());
        Settings.putInitializer(config, "beta_initializer", "Zeros");
        Settings.putInitializer(config, "gamma_initializer", "Ones");
        Settings.putInitializer(config, "moving_mean_initializer", "Zeros");
        Settings.putInitializer(config, "moving_variance_initializer", "Ones");
        return Settings.putNulls(
                config, "beta_regularizer", "gamma_regularizer", "beta_constraint", "gamma_constraint");
    }

    @Override
    public ObjectNode visit(ComposedLayer layer) {
        ObjectNode config = layer();
        ComposedConfigs.write(layer, config, inputs);
        return config;
    }

    @Override
    public ObjectNode visit(Dropout layer) {
        ObjectNode config = layer().put("rate", layer.rate()).putNull("noise_shape");
        layer.noise().ifPresent(shape -> {
            ArrayNode noise = config.putArray("noise_shape").addNull();
            shape.dimensions().forEach(noise::add);
        });
        return config.putNull("seed");
    }

    private ObjectNode layer() {
        return JSON.objectNode()
                .put("name", node.name())
                .put("trainable", node.trainable())
                .put("dtype", "float32");
    }

    private static void putWindow(ObjectNode config, String sizeField, Size size, Size strides, Padding padding) {
        Settings.putSize(config, sizeField, size);
        Settings.putSize(config, "strides", strides);
        config.put("padding", padding.kerasName());
        Settings.putDataFormat(config);
    }

    private static void putConvolution(
            ObjectNode config, Size dilation, ActivationFunction activation, boolean useBias) {
        Settings.putSize(config, "dilation_rate", dilation);
        putSums(config.put("groups", 1), activation, useBias);
    }

    private static ObjectNode putSums(ObjectNode config, ActivationFunction activation, boolean useBias) {
        return config.put("activation", ActivationNames.of(activation)).put("use_bias", useBias);
    }

    private static ObjectNode putKernelAndBias(ObjectNode config) {
        Settings.putInitializer(config, "kernel_initializer", "GlorotUniform");
        Settings.putInitializer(config, "bias_initializer", "Zeros");
        return Settings.putNulls(
                config,
                "kernel_regularizer",
                "bias_regularizer",
                "activity_regularizer",
                "kernel_constraint",
                "bias_constraint");
    }
}
