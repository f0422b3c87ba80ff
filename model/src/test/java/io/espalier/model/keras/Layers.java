// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Input;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.layer.sequence.MaskedAverage;
import io.espalier.model.layer.volume.ConvLSTM1D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.ArrayList;
import java.util.List;

/** Layers and models that the tests of this package write and read. */
public final class Layers {
    private Layers() {}

    /** Every kind of layer, with its defaults and with no setting at its default. */
    static List<Layer> all() {
        List<Layer> layers = common();
        layers.addAll(ComposedLayers.all());
        return layers;
    }

    private static List<Layer> common() {
        List<Layer> layers = new ArrayList<>(List.of(
                new Input(Shape.of(8, 6, 4)),
                Conv2D.of(3, 3),
                new Conv2D(5, new Size(3, 2), new Size(2, 1), Padding.SAME, Size.ONE, ActivationFunction.RELU, false),
                Conv2D.of(2, 2).withDilation(2),
                Conv1D.of(3, 5),
                MaxPooling1D.of(2),
                new MaxPooling1D(3, 1, Padding.SAME),
                AveragePooling1D.of(2),
                new AveragePooling1D(3, 1, Padding.SAME),
                new GlobalAveragePooling1D(),
                new GlobalAveragePooling1D(true),
                new GlobalMaxPooling1D(),
                new GlobalMaxPooling1D(true),
                new Conv1D(5, 3, 2, TemporalPadding.SAME, 1, ActivationFunction.RELU, false),
                Conv1D.of(2, 2).withDilation(2).withPadding(TemporalPadding.CAUSAL),
                DepthwiseConv2D.of(3),
                new DepthwiseConv2D(
                        new Size(2, 3), Size.ONE, Padding.SAME, 3, new Size(2, 1), ActivationFunction.TANH, false),
                DepthwiseConv2D.of(2).withStrides(2),
                Dense.of(3),
                Dense.of(3).withActivation(ActivationFunction.SIGMOID).withoutBias(),
                BatchNormalization.defaults(),
                new BatchNormalization(0.9f, 1e-5f, false, false),
                new BatchNormalization(0.9f, 1e-5f, true, false),
                MaxPooling2D.of(2),
                new MaxPooling2D(new Size(3, 2), new Size(1, 2), Padding.SAME),
                AveragePooling2D.of(2),
                new AveragePooling2D(new Size(3, 2), new Size(1, 2), Padding.SAME),
                new GlobalAveragePooling2D(),
                new GlobalAveragePooling2D(true),
                new ZeroPadding2D(0, 1, 2, 3),
                new Flatten(),
                Reshape.to(4, -1),
                ReLU.unbounded(),
                ReLU.max(6),
                new Softmax(),
                new Add(),
                new Multiply(),
                new Concatenate(),
                new Dropout(0.1f),
                Dropout.ofExamples(0.2f, Shape.of(8, 6, 4))));
        for (ActivationFunction function : ActivationFunction.values()) {
            // That of Keras 2 is refused in a file of Keras 3: HardSigmoidTest.
            if (function != ActivationFunction.HARD_SIGMOID_KERAS_2) {
                layers.add(new Activation(function));
            }
        }
        return layers;
    }

    /** A model of an input of shape (8, 6, 4), or (8, 4) for sequences, and this layer, which takes it twice if it must. */
    static Model modelWith(Layer layer) {
        FunctionalBuilder graph = Model.functional();
        if (layer instanceof Input input) {
            return graph.build(7, graph.input(input.shape().toArray()));
        }
        boolean takesRows = layer.kind().endsWith("1D");
        if (takesRows && !(layer instanceof MaskedAverage) && !(layer instanceof ConvLSTM1D)) {
            return Model.sequential().input(8, 4).add(layer).build(7);
        }
        if (layer instanceof ComposedLayer composed && !common().contains(layer)) {
            return ComposedLayers.modelWith(composed);
        }
        SymbolicTensor picture = graph.input(8, 6, 4);
        return layer instanceof Add || layer instanceof Multiply || layer instanceof Concatenate
                ? graph.build(7, graph.apply(layer, picture, picture))
                : Model.sequential().input(8, 6, 4).add(layer).build(7);
    }

    /** The model of the MNIST lab. */
    public static Model mnist() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(42);
    }
}
