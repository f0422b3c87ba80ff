// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

import static io.espalier.model.layer.ActivationFunction.RELU;
import static io.espalier.model.layer.ActivationFunction.RELU6;
import static io.espalier.model.layer.ActivationFunction.SIGMOID;
import static io.espalier.model.layer.ActivationFunction.SOFTMAX;
import static io.espalier.model.layer.ActivationFunction.TANH;

import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
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
import io.espalier.model.tensor.Padding;

/** Small networks for pictures of 28 times 28 in ten classes, with every layer there is. */
enum QuantizedNetworks {
    /** Normalizations that are folded, with and without a rectification behind them, and a sum of both. */
    RESIDUAL {
        @Override
        Model build() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor picture = builder.apply(Reshape.to(28, 28, 1), builder.input(28, 28));
            SymbolicTensor start =
                    normalized(builder, Conv2D.of(8, 3).withStrides(2).withoutBias(), picture);
            SymbolicTensor stem = builder.apply(ReLU.unbounded(), start);
            SymbolicTensor depthwise = builder.apply(
                    new Activation(RELU6),
                    normalized(builder, DepthwiseConv2D.of(3).withPadding(Padding.SAME), stem));
            SymbolicTensor point = normalized(builder, Conv2D.of(8, 1), depthwise);
            SymbolicTensor sum = builder.apply(ReLU.unbounded(), builder.apply(new Add(), point, stem));
            return builder.build(
                    3,
                    builder.apply(
                            Dense.of(10).withActivation(SOFTMAX), builder.apply(new GlobalAveragePooling2D(), sum)));
        }

        private SymbolicTensor normalized(
                FunctionalBuilder builder, io.espalier.model.layer.Layer layer, SymbolicTensor input) {
            return builder.apply(BatchNormalization.defaults().withMomentum(0.5f), builder.apply(layer, input));
        }
    },

    /** Branches that are joined, each layer's own way to one scale. */
    JOINED {
        @Override
        Model build() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor picture = builder.apply(Reshape.to(28, 28, 1), builder.input(28, 28));
            SymbolicTensor padded = builder.apply(ZeroPadding2D.of(1), picture);
            SymbolicTensor left = builder.apply(Conv2D.of(4, 3).withStrides(2).withActivation(RELU), padded);
            SymbolicTensor right = builder.apply(
                    MaxPooling2D.of(2), builder.apply(Conv2D.of(4, 3).withActivation(TANH), padded));
            SymbolicTensor linear = builder.apply(Conv2D.of(4, 3).withStrides(2), padded);
            SymbolicTensor joined = builder.apply(new Concatenate(), left, right, linear);
            SymbolicTensor flat = builder.apply(new Flatten(), builder.apply(AveragePooling2D.of(2), joined));
            SymbolicTensor sum = builder.apply(
                    new Add(),
                    builder.apply(Dense.of(12).withActivation(SIGMOID), flat),
                    builder.apply(Dense.of(12), flat),
                    builder.apply(Dense.of(12).withActivation(RELU), flat));
            return builder.build(3, builder.apply(new Softmax(), builder.apply(Dense.of(10), sum)));
        }
    },

    /** Normalizations that stay layers of their own, as tfmot refuses them, and one of a dense layer. */
    STANDALONE {
        @Override
        Model build() {
            return Model.sequential()
                    .input(28, 28)
                    .add(Reshape.to(28, 28, 1))
                    .add(BatchNormalization.defaults().withMomentum(0.5f))
                    .add(Conv2D.of(6, 3)
                            .withStrides(2)
                            .withPadding(Padding.SAME)
                            .withActivation(RELU))
                    .add(BatchNormalization.defaults().withMomentum(0.5f))
                    .add(ReLU.unbounded())
                    .add(DepthwiseConv2D.of(3)
                            .withDepthMultiplier(2)
                            .withStrides(2)
                            .withPadding(Padding.SAME)
                            .withActivation(RELU6))
                    .add(new Dropout(0.1f))
                    .add(new Flatten())
                    .add(Dense.of(16).withoutBias())
                    .add(BatchNormalization.defaults().withMomentum(0.5f))
                    .add(new Activation(RELU))
                    .add(Dense.of(10))
                    .add(new Activation(SOFTMAX))
                    .build(3);
        }
    },

    /** Means over windows, whose operator keeps the scale of what it takes in: behind each other, a concatenation, a tanh and a sum. */
    POOLED {
        @Override
        Model build() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor picture = builder.apply(Reshape.to(28, 28, 1), builder.input(28, 28));
            SymbolicTensor halved = builder.apply(AveragePooling2D.of(2), picture);
            SymbolicTensor stem =
                    builder.apply(Conv2D.of(6, 3).withPadding(Padding.SAME).withActivation(RELU), halved);
            SymbolicTensor squashed =
                    builder.apply(Conv2D.of(4, 3).withPadding(Padding.SAME).withActivation(TANH), halved);
            SymbolicTensor joined = builder.apply(
                    new Concatenate(),
                    builder.apply(AveragePooling2D.of(2), stem),
                    builder.apply(MaxPooling2D.of(2), stem));
            SymbolicTensor steps = builder.apply(
                    AveragePooling1D.of(2),
                    builder.apply(Reshape.to(7, 28), builder.apply(AveragePooling2D.of(2), squashed)));
            SymbolicTensor flat = builder.apply(new Flatten(), joined);
            SymbolicTensor sum = builder.apply(
                    new Add(),
                    builder.apply(Dense.of(12), flat),
                    builder.apply(Dense.of(12).withActivation(RELU), builder.apply(new Flatten(), steps)),
                    builder.apply(Dense.of(12).withActivation(TANH), flat));
            return builder.build(3, builder.apply(Dense.of(10).withActivation(SOFTMAX), sum));
        }
    },

    /** The input goes into a convolution and, through a pooling, into a concatenation with a wider range. */
    SHARED {
        @Override
        Model build() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor picture = builder.apply(Reshape.to(28, 28, 1), builder.input(28, 28));
            SymbolicTensor wide = builder.apply(Conv2D.of(4, 3).withPadding(Padding.SAME), picture);
            SymbolicTensor pooled =
                    builder.apply(MaxPooling2D.of(3).withStrides(1).withPadding(Padding.SAME), picture);
            SymbolicTensor joined = builder.apply(new Concatenate(), wide, pooled);
            SymbolicTensor stem = builder.apply(Conv2D.of(5, 3).withStrides(3), joined);
            return builder.build(
                    3, builder.apply(Dense.of(10).withActivation(SOFTMAX), builder.apply(new Flatten(), stem)));
        }
    },

    /** A mean over windows between a convolution and a dense layer. */
    AVERAGED {
        @Override
        Model build() {
            return Model.sequential()
                    .input(28, 28)
                    .add(Reshape.to(28, 28, 1))
                    .add(Conv2D.of(6, 3).withStrides(2).withActivation(RELU))
                    .add(AveragePooling2D.of(2))
                    .add(new Flatten())
                    .add(Dense.of(10).withActivation(SOFTMAX))
                    .build(3);
        }
    },

    /** What tfmot refuses: rows as a sequence that is convolved, products, a normalization alone, and a model within. */
    SEQUENCE {
        @Override
        Model build() {
            FunctionalBuilder builder = Model.functional();
            SymbolicTensor alone =
                    builder.apply(BatchNormalization.defaults().withMomentum(0.5f), builder.input(28, 28));
            SymbolicTensor stem = builder.apply(Conv1D.of(12, 3).withActivation(RELU), alone);
            SymbolicTensor encoded = builder.apply(encoder(), stem);
            SymbolicTensor excited = builder.apply(
                    new Multiply(),
                    excitation(builder, new GlobalAveragePooling1D(), encoded),
                    encoded,
                    excitation(builder, new GlobalMaxPooling1D(), encoded));
            SymbolicTensor gate = builder.apply(Conv1D.of(1, 1).withActivation(SIGMOID), stem);
            SymbolicTensor gated = builder.apply(ReLU.max(6), builder.apply(new Multiply(), excited, gate));
            SymbolicTensor causal = builder.apply(
                    Conv1D.of(8, 3)
                            .withDilation(2)
                            .withPadding(TemporalPadding.CAUSAL)
                            .withActivation(TANH),
                    builder.apply(MaxPooling1D.of(2), gated));
            SymbolicTensor flat = builder.apply(new Flatten(), causal);
            return builder.build(3, builder.apply(Dense.of(10).withActivation(SOFTMAX), flat));
        }

        private SymbolicTensor excitation(
                FunctionalBuilder builder, io.espalier.model.layer.Layer pooling, SymbolicTensor steps) {
            return builder.apply(Dense.of(12).withActivation(SIGMOID), builder.apply(pooling, steps));
        }

        private Model encoder() {
            return Model.sequential("encoder")
                    .input(26, 12)
                    .add(Conv1D.of(12, 3).withPadding(TemporalPadding.SAME).withoutBias())
                    .add(BatchNormalization.defaults().withMomentum(0.5f))
                    .add(ReLU.unbounded())
                    .add(Conv1D.of(12, 5).withPadding(TemporalPadding.CAUSAL).withoutBias())
                    .add(BatchNormalization.defaults().withMomentum(0.5f))
                    .build(4);
        }
    };

    abstract Model build();
}
