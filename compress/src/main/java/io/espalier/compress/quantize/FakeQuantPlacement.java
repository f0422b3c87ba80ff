// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static io.espalier.compress.quantize.FakeQuantPlace.AROUND_FUNCTION;
import static io.espalier.compress.quantize.FakeQuantPlace.BEFORE_FUNCTION;
import static io.espalier.compress.quantize.FakeQuantPlace.FLOAT;
import static io.espalier.compress.quantize.FakeQuantPlace.KEPT;
import static io.espalier.compress.quantize.FakeQuantPlace.KNOWN;
import static io.espalier.compress.quantize.FakeQuantPlace.OUTPUT;

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
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import java.util.Set;

/**
 * Where each kind of layer rounds its activations: as tfmot's default 8-bit table says, with some layers that tfmot refuses (batch
 * normalization alone, Conv1D, Multiply, and some poolings of sequences).
 */
final class FakeQuantPlacement implements Visitor<FakeQuantPlace> {
    private static final Set<Class<? extends ComposedLayer>> AT_OUTPUT = Set.of(
            Activation.class,
            Add.class,
            AveragePooling1D.class,
            AveragePooling2D.class,
            Concatenate.class,
            GlobalAveragePooling1D.class,
            GlobalAveragePooling2D.class,
            LeakyReLU.class,
            Multiply.class,
            ReLU.class);

    private static FakeQuantPlace around(ActivationFunction function) {
        if (function.isClipping()) {
            return OUTPUT;
        }
        return function.isSquashing() ? BEFORE_FUNCTION : AROUND_FUNCTION;
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
        if (layer.lastFunction().isSquashing()) {
            return KNOWN;
        }
        return AT_OUTPUT.contains(layer.getClass()) ? OUTPUT : FLOAT;
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
    public FakeQuantPlace visit(Input layer) {
        return OUTPUT;
    }
}
