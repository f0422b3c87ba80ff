// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import io.espalier.model.layer.Activation;
import io.espalier.model.layer.Add;
import io.espalier.model.layer.AveragePooling1D;
import io.espalier.model.layer.AveragePooling2D;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Concatenate;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.GlobalAveragePooling1D;
import io.espalier.model.layer.GlobalAveragePooling2D;
import io.espalier.model.layer.GlobalMaxPooling1D;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.LayerVisitor;
import io.espalier.model.layer.MaxPooling1D;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Multiply;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.Reshape;
import io.espalier.model.layer.Softmax;
import io.espalier.model.layer.ZeroPadding2D;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer as it is with fewer output channels. Most do not say how many they have: they take what comes.
 *
 * @param channels how many it puts out
 */
record FewerChannels(int channels) implements LayerVisitor<Layer> {
    @Override
    public Layer visit(Conv1D layer) {
        return new Conv1D(
                channels,
                layer.kernelSize(),
                layer.strides(),
                layer.padding(),
                layer.dilation(),
                layer.activation(),
                layer.useBias());
    }

    @Override
    public Layer visit(Conv2D layer) {
        return new Conv2D(
                channels,
                layer.kernelSize(),
                layer.strides(),
                layer.padding(),
                layer.dilation(),
                layer.activation(),
                layer.useBias());
    }

    @Override
    public Layer visit(Dense layer) {
        return new Dense(channels, layer.activation(), layer.useBias());
    }

    @Override
    public Layer visit(Reshape layer) {
        int last = layer.target().size() - 1;
        if (layer.target().get(last) == -1) {
            return layer;
        }
        List<Integer> target = new ArrayList<>(layer.target());
        target.set(last, channels);
        return new Reshape(target);
    }

    @Override
    public Layer visit(Activation layer) {
        return layer;
    }

    @Override
    public Layer visit(Add layer) {
        return layer;
    }

    @Override
    public Layer visit(AveragePooling1D layer) {
        return layer;
    }

    @Override
    public Layer visit(AveragePooling2D layer) {
        return layer;
    }

    @Override
    public Layer visit(BatchNormalization layer) {
        return layer;
    }

    @Override
    public Layer visit(ComposedLayer layer) {
        return layer;
    }

    @Override
    public Layer visit(Concatenate layer) {
        return layer;
    }

    @Override
    public Layer visit(DepthwiseConv2D layer) {
        return layer;
    }

    @Override
    public Layer visit(Dropout layer) {
        return layer;
    }

    @Override
    public Layer visit(Flatten layer) {
        return layer;
    }

    @Override
    public Layer visit(GlobalAveragePooling1D layer) {
        return layer;
    }

    @Override
    public Layer visit(GlobalAveragePooling2D layer) {
        return layer;
    }

    @Override
    public Layer visit(GlobalMaxPooling1D layer) {
        return layer;
    }

    @Override
    public Layer visit(Input layer) {
        return layer;
    }

    @Override
    public Layer visit(MaxPooling1D layer) {
        return layer;
    }

    @Override
    public Layer visit(MaxPooling2D layer) {
        return layer;
    }

    @Override
    public Layer visit(Multiply layer) {
        return layer;
    }

    @Override
    public Layer visit(ReLU layer) {
        return layer;
    }

    @Override
    public Layer visit(Softmax layer) {
        return layer;
    }

    @Override
    public Layer visit(ZeroPadding2D layer) {
        return layer;
    }
}
