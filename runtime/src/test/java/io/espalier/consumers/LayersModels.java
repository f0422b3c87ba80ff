// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ELU;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.activation.PReLU;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.layer.activation.ThresholdedReLU;
import io.espalier.model.layer.convolution.Conv1DTranspose;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.DepthwiseConv1D;
import io.espalier.model.layer.convolution.SeparableConv1D;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.function.GroupedConv1D;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.layer.function.Identity;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Average;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.merging.Dot;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.pooling.AveragePooling1D;
import io.espalier.model.layer.pooling.AveragePooling2D;
import io.espalier.model.layer.pooling.GlobalAveragePooling1D;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.GlobalMaxPooling1D;
import io.espalier.model.layer.pooling.GlobalMaxPooling2D;
import io.espalier.model.layer.pooling.MaxPooling1D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.preprocessing.Normalization;
import io.espalier.model.layer.preprocessing.Rescaling;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.regularization.SpatialDropout1D;
import io.espalier.model.layer.regularization.SpatialDropout2D;
import io.espalier.model.layer.reshaping.Cropping1D;
import io.espalier.model.layer.reshaping.Cropping2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.RepeatVector;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.reshaping.UpSampling1D;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.layer.reshaping.ZeroPadding1D;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models of every kind of layer that layers models of TensorFlow.js can hold, or that become such. */
final class LayersModels {
    private static final ActivationFunction TANH = ActivationFunction.TANH;
    private static final Recurrence SEQUENCE = new Recurrence(true, false, 0, 0);

    private LayersModels() {}

    static Map<String, Model> all() {
        Map<String, Model> models = new LinkedHashMap<>();
        models.put("residual", residual());
        models.put("several inputs and outputs", several());
        models.put("shared", shared());
        models.put(
                "embedding",
                Model.sequential()
                        .input(6)
                        .add(new Embedding(5, 3))
                        .add(LSTM.of(4))
                        .build(1));
        pictures()
                .forEach((name, layer) -> models.put(
                        name, Model.sequential().input(8, 8, 4).add(layer).build(1)));
        sequences()
                .forEach((name, layer) -> models.put(
                        name, Model.sequential().input(6, 4).add(layer).build(1)));
        for (ActivationFunction function : ActivationFunction.values()) {
            if (function != ActivationFunction.EXPONENTIAL && function != ActivationFunction.SQUAREPLUS) {
                models.put(
                        "function " + function,
                        Model.sequential()
                                .input(5)
                                .add(Dense.of(6).withActivation(function))
                                .add(Activation.of(function))
                                .build(1));
            }
        }
        return models;
    }

    private static Map<String, Layer> pictures() {
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("conv", Conv2D.of(6, 3).withActivation(ActivationFunction.RELU));
        layers.put(
                "conv same",
                Conv2D.of(6, 3).withPadding(Padding.SAME).withStrides(2).withoutBias());
        layers.put("conv dilated", Conv2D.of(6, 3).withDilation(2));
        layers.put("conv hard_swish", Conv2D.of(6, 3).withActivation(ActivationFunction.HARD_SWISH));
        layers.put("conv in groups", new GroupedConv2D(2, Conv2D.of(6, 3).withActivation(TANH)));
        layers.put("depthwise", DepthwiseConv2D.of(3).withDepthMultiplier(2).withActivation(ActivationFunction.RELU6));
        layers.put("depthwise stride", DepthwiseConv2D.of(3).withStrides(2).withPadding(Padding.SAME));
        layers.put("depthwise dilated", DepthwiseConv2D.of(3).withDilation(2).withPadding(Padding.SAME));
        layers.put("separable", SeparableConv2D.of(5, 3));
        layers.put(
                "separable dilated",
                new SeparableConv2D(
                        5,
                        Size.square(3),
                        Size.ONE,
                        Padding.SAME,
                        2,
                        Size.square(2),
                        ActivationFunction.LEAKY_RELU,
                        false));
        layers.put("transposed", Conv2DTranspose.of(3, 2).withStrides(2));
        layers.put(
                "transposed same",
                Conv2DTranspose.of(3, 3)
                        .withStrides(2)
                        .withPadding(Padding.SAME)
                        .withActivation(TANH));
        layers.put("batch normalization", BatchNormalization.defaults());
        layers.put("layer normalization", LayerNormalization.defaults());
        layers.put("layer normalization of all", new LayerNormalization(List.of(0, 1, 2), 0.1f, true, true));
        layers.put("normalization", new Normalization());
        layers.put("max pool", MaxPooling2D.of(2));
        layers.put("average pool same", AveragePooling2D.of(3).withStrides(2).withPadding(Padding.SAME));
        layers.put("global average", new GlobalAveragePooling2D());
        layers.put("global average kept", new GlobalAveragePooling2D(true));
        layers.put("global max kept", new GlobalMaxPooling2D(true));
        layers.put("padding", new ZeroPadding2D(1, 2, 3, 0));
        layers.put("cropping", new Cropping2D(1, 2, 3, 0));
        layers.put("upsampling", UpSampling2D.of(2));
        layers.put("permute", new Permute(List.of(2, 0, 1)));
        layers.put("elu", new ELU(0.5f));
        layers.put("leaky", new LeakyReLU(0.1f));
        layers.put("relu bounded", ReLU.max(0.5f));
        layers.put("relu with slope", new GeneralReLU(Float.POSITIVE_INFINITY, 0.1f, 0));
        layers.put("relu with slope, bounded", new GeneralReLU(0.5f, 0.1f, 0));
        layers.put("thresholded", new ThresholdedReLU(0.25f));
        layers.put("prelu", new PReLU(List.of(0, 1)));
        layers.put("softmax", new Softmax());
        layers.put("rescaling", Rescaling.of(2, -1));
        layers.put("rescaling of channels", new Rescaling(List.of(1f, 2f, 3f, 4f), List.of(0.5f)));
        layers.put("spatial dropout", new SpatialDropout2D(0.5f));
        layers.put("identity", new Identity());
        return layers;
    }

    private static Map<String, Layer> sequences() {
        Map<String, Layer> layers = new LinkedHashMap<>();
        layers.put("conv1d", Conv1D.of(5, 3).withActivation(TANH));
        layers.put(
                "conv1d causal",
                Conv1D.of(5, 3).withPadding(TemporalPadding.CAUSAL).withDilation(2));
        layers.put(
                "conv1d same", Conv1D.of(5, 3).withPadding(TemporalPadding.SAME).withStrides(2));
        layers.put("conv1d in groups", new GroupedConv1D(2, Conv1D.of(4, 3)));
        layers.put("depthwise1d", DepthwiseConv1D.of(3));
        layers.put("depthwise1d causal", new DepthwiseConv1D(3, 2, TemporalPadding.CAUSAL, 2, 1, TANH, false));
        layers.put("separable1d", SeparableConv1D.of(3, 2));
        layers.put("separable1d dilated", new SeparableConv1D(3, 2, 1, TemporalPadding.SAME, 2, 2, TANH, false));
        layers.put("transposed1d", new Conv1DTranspose(3, 2, 2, Padding.SAME, TANH, true));
        layers.put("average pool 1d", new AveragePooling1D(2, 2, Padding.VALID));
        layers.put("max pool 1d", new MaxPooling1D(3, 2, Padding.SAME));
        layers.put("global average 1d", new GlobalAveragePooling1D(true));
        layers.put("global max 1d", new GlobalMaxPooling1D());
        layers.put("padding 1d", new ZeroPadding1D(1, 2));
        layers.put("cropping 1d", new Cropping1D(1, 2));
        layers.put("upsampling 1d", new UpSampling1D(3));
        layers.put("spatial dropout 1d", new SpatialDropout1D(0.5f));
        layers.put("lstm", LSTM.of(5));
        layers.put("lstm sequence", LSTM.of(5).withRecurrence(new Recurrence(true, true, 0.1f, 0.1f)));
        layers.put("gru", new GRU(5, TANH, ActivationFunction.SIGMOID, true, false, SEQUENCE));
        layers.put("simple", SimpleRNN.of(5));
        layers.put("bidirectional", Bidirectional.of(LSTM.of(3)));
        layers.put(
                "bidirectional sequence",
                Bidirectional.of(new GRU(3, TANH, ActivationFunction.HARD_SIGMOID_KERAS_2, true, false, SEQUENCE)));
        layers.put("time distributed", new TimeDistributed(Dense.of(3).withActivation(TANH)));
        layers.put("reshape", Reshape.to(3, -1));
        return layers;
    }

    private static Model residual() {
        FunctionalBuilder model = Model.functional();
        SymbolicTensor input = model.input(8, 8, 3);
        SymbolicTensor one = model.apply(Conv2D.of(4, 3).withPadding(Padding.SAME), input);
        SymbolicTensor two = model.apply(BatchNormalization.defaults(), one);
        SymbolicTensor three = model.apply(ReLU.unbounded(), two);
        SymbolicTensor four = model.apply(Conv2D.of(4, 3).withPadding(Padding.SAME), three);
        SymbolicTensor sum = model.apply(new Add(), one, four);
        SymbolicTensor flat = model.apply(new Flatten(), model.apply(new Dropout(0.5f), sum));
        return model.build(3, model.apply(Dense.of(5).withActivation(ActivationFunction.SOFTMAX), flat));
    }

    private static Model several() {
        FunctionalBuilder model = Model.functional();
        SymbolicTensor a = model.input(4);
        SymbolicTensor b = model.input(4);
        SymbolicTensor joined = model.apply(new Concatenate(), a, b);
        SymbolicTensor hidden = model.apply(Dense.of(4).withActivation(ActivationFunction.GELU), joined);
        SymbolicTensor merged = model.apply(new Maximum(), model.apply(new Multiply(), a, hidden), b);
        SymbolicTensor difference = model.apply(new Subtract(), model.apply(new Minimum(), a, b), hidden);
        SymbolicTensor average = model.apply(new Average(), merged, difference, hidden);
        SymbolicTensor product = model.apply(new Dot(-1, -1, false), average, hidden);
        return model.build(4, average, product, model.apply(new RepeatVector(3), difference));
    }

    /** One layer, called twice, with a function that TensorFlow.js does not have. */
    private static Model shared() {
        FunctionalBuilder model = Model.functional();
        SymbolicTensor a = model.input(4);
        SymbolicTensor b = model.input(4);
        SymbolicTensor once = model.apply(Dense.of(4).withActivation(ActivationFunction.HARD_SIGMOID), a);
        return model.build(5, model.apply(new Add(), once, model.applyAgain(once, b)));
    }
}
