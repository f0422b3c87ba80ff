// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static io.espalier.compress.quantize.FakeQuantPlace.AROUND_FUNCTION;
import static io.espalier.compress.quantize.FakeQuantPlace.BEFORE_FUNCTION;
import static io.espalier.compress.quantize.FakeQuantPlace.FLOAT;
import static io.espalier.compress.quantize.FakeQuantPlace.KEPT;
import static io.espalier.compress.quantize.FakeQuantPlace.KNOWN;
import static io.espalier.compress.quantize.FakeQuantPlace.OUTPUT;

import io.espalier.model.layer.Activation;
import io.espalier.model.layer.ActivationFunction;
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
import io.espalier.model.layer.LayerVisitor;
import io.espalier.model.layer.MaxPooling1D;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Multiply;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.Reshape;
import io.espalier.model.layer.Softmax;
import io.espalier.model.layer.ZeroPadding2D;
import io.espalier.model.layer.activation.LeakyReLU;

/** Where each kind of layer rounds, by itself: tfmot's default 8-bit table, and what tfmot refuses: batch normalization alone,
 * Conv1D, Multiply and some poolings of sequences. */
final class FakeQuantPlacement implements LayerVisitor<FakeQuantPlace> {
    private static FakeQuantPlace around(ActivationFunction function) {
        if (function.isClipping()) {
            return OUTPUT;
        }
        return function.isSquashing() ? BEFORE_FUNCTION : AROUND_FUNCTION;
    }

    @Override
    public FakeQuantPlace visit(Activation layer) {
        if (layer.function() == ActivationFunction.LINEAR) {
            return KEPT;
        }
        return layer.function().isSquashing() ? KNOWN : OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(Add layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(AveragePooling1D layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(AveragePooling2D layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(BatchNormalization layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(ComposedLayer layer) {
        if (layer.movesValues()) {
            return KEPT;
        }
        return layer instanceof LeakyReLU ? OUTPUT : FLOAT;
    }

    @Override
    public FakeQuantPlace visit(Concatenate layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(Conv1D layer) {
        return around(layer.activation());
    }

    @Override
    public FakeQuantPlace visit(Conv2D layer) {
        return around(layer.activation());
    }

    @Override
    public FakeQuantPlace visit(Dense layer) {
        return around(layer.activation());
    }

    @Override
    public FakeQuantPlace visit(DepthwiseConv2D layer) {
        return around(layer.activation());
    }

    @Override
    public FakeQuantPlace visit(Dropout layer) {
        return KEPT;
    }

    @Override
    public FakeQuantPlace visit(Flatten layer) {
        return KEPT;
    }

    @Override
    public FakeQuantPlace visit(GlobalAveragePooling1D layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(GlobalAveragePooling2D layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(GlobalMaxPooling1D layer) {
        return KEPT;
    }

    @Override
    public FakeQuantPlace visit(Input layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(MaxPooling1D layer) {
        return KEPT;
    }

    @Override
    public FakeQuantPlace visit(MaxPooling2D layer) {
        return KEPT;
    }

    @Override
    public FakeQuantPlace visit(Multiply layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(ReLU layer) {
        return OUTPUT;
    }

    @Override
    public FakeQuantPlace visit(Reshape layer) {
        return KEPT;
    }

    @Override
    public FakeQuantPlace visit(Softmax layer) {
        return KNOWN;
    }

    @Override
    public FakeQuantPlace visit(ZeroPadding2D layer) {
        return KEPT;
    }
}
