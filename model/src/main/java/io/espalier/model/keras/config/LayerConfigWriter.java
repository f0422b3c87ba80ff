// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.Node;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer.Visitor;
import io.espalier.model.tensor.Shape;
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
        KernelSettings.putWindow(
                config, layer.kernelSize(), layer.strides(), layer.padding().kerasName(), layer.dilation());
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        return KernelSettings.putKernelAndBias(config, "kernel");
    }

    @Override
    public ObjectNode visit(Conv2D layer) {
        ObjectNode config = layer().put("filters", layer.filters());
        KernelSettings.putWindow(config, layer.kernelSize(), layer.strides(), layer.padding(), layer.dilation());
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        return KernelSettings.putKernelAndBias(config, "kernel");
    }

    @Override
    public ObjectNode visit(DepthwiseConv2D layer) {
        ObjectNode config = layer();
        KernelSettings.putWindow(config, layer.kernelSize(), layer.strides(), layer.padding(), layer.dilation());
        KernelSettings.putSums(config.put("groups", 1), layer.activation(), layer.useBias());
        Settings.putInitializer(config, "bias_initializer", "Zeros");
        Settings.putNulls(config, "bias_regularizer", "activity_regularizer", "bias_constraint");
        config.put("depth_multiplier", layer.depthMultiplier());
        Settings.putInitializer(config, "depthwise_initializer", "GlorotUniform");
        return Settings.putNulls(config, "depthwise_regularizer", "depthwise_constraint");
    }

    @Override
    public ObjectNode visit(Dense layer) {
        ObjectNode config = layer().put("units", layer.units());
        KernelSettings.putSums(config, layer.activation(), layer.useBias());
        return KernelSettings.putKernelAndBias(config, "kernel");
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
        return Settings.putNoiseShape(layer().put("rate", layer.rate()), layer.noise())
                .putNull("seed");
    }

    private ObjectNode layer() {
        return JSON.objectNode()
                .put("name", node.name())
                .put("trainable", node.trainable())
                .put("dtype", "float32");
    }
}
