// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.compress.CompressionException;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.SequentialBuilder;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.DepthwiseConv2D;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.GlobalAveragePooling2D;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.ZeroPadding2D;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Padding;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of tfmot's PruneForLatencyOnXNNPack. */
class LatencyPruningTest {
    private static final Pruning PRUNING =
            Pruning.lowMagnitude(ConstantSparsity.of(0.8)).withLatencyPolicy();

    @Test
    void onlyPointwiseConvolutionsArePruned() {
        assertThat(PRUNING.apply(network()).parametrizedWeights())
                .containsExactly(new WeightKey("point", "kernel"), new WeightKey("last", "kernel"));
    }

    @Test
    void oneShotPruningLeavesOtherWeightsAlone() {
        Model model = network();

        Model pruned = Pruning.oneShot(0.75).withLatencyPolicy().apply(model);

        assertThat(pruned.weights().get("point", "kernel").sparsity()).isEqualTo(0.75);
        assertThat(pruned.weights().get("dense", "kernel"))
                .isEqualTo(model.weights().get("dense", "kernel"));
        assertThat(pruned.weights().get("start", "kernel"))
                .isEqualTo(model.weights().get("start", "kernel"));
    }

    @Test
    void layersMayBeChosenAmongThem() {
        assertThat(PRUNING.withLayers("last").apply(network()).parametrizedWeights())
                .containsExactly(new WeightKey("last", "kernel"));
        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> PRUNING.withLayers("dense").apply(network()))
                .withMessageContaining(
                        "layer 'dense' cannot be pruned for latency; XNNPACK has sparse kernels only for [point, last]");
        assertThatExceptionOfType(ModelException.class)
                .isThrownBy(() -> PRUNING.withLayers("pont").apply(network()))
                .withMessageContaining("did you mean 'point'?");
    }

    private static Model network() {
        return inner(
                new BatchNormalizationThenReLU(),
                DepthwiseConv2D.of(3).withPadding(Padding.SAME),
                ZeroPadding2D.of(2),
                DepthwiseConv2D.of(5).withStrides(2).withActivation(ActivationFunction.RELU6),
                new Dropout(0.1f));
    }

    private record BatchNormalizationThenReLU() {}

    /** A network that is allowed but for these layers between its first convolution and a 1x1 convolution. */
    private static Model inner(Object... layers) {
        SequentialBuilder builder = Model.sequential().input(32, 32, 3).add(ZeroPadding2D.of(1));
        builder.add("start", Conv2D.of(8, 3).withStrides(2));
        for (Object layer : layers) {
            if (layer instanceof Layer single) {
                builder.add(single);
            } else {
                builder.add(BatchNormalization.defaults()).add(ReLU.max(6));
            }
        }
        return builder.add("point", Conv2D.of(8, 1).withActivation(ActivationFunction.RELU))
                .add("last", Conv2D.of(16, 1))
                .add(new GlobalAveragePooling2D())
                .add("dense", Dense.of(10))
                .build(1);
    }

    static Stream<Arguments> layersThatAreNotKnown() {
        return Stream.of(
                Arguments.of("'conv2d' (Conv2D) has kernel size (3, 3)", Conv2D.of(8, 3)),
                Arguments.of(
                        "'conv2d' (Conv2D) has kernel size (1, 1) and strides (2, 2)",
                        Conv2D.of(8, 1).withStrides(2)),
                Arguments.of("only 3x3 and 5x5", DepthwiseConv2D.of(7).withPadding(Padding.SAME)),
                Arguments.of(
                        "depth multiplier 2",
                        DepthwiseConv2D.of(3).withPadding(Padding.SAME).withDepthMultiplier(2)),
                Arguments.of(
                        "needs padding valid after a ZeroPadding2D of 1",
                        DepthwiseConv2D.of(3).withPadding(Padding.SAME).withStrides(2)),
                Arguments.of("needs padding same, or padding valid", DepthwiseConv2D.of(3)),
                Arguments.of("(ZeroPadding2D) does not feed exactly one", ZeroPadding2D.of(1)),
                Arguments.of("(MaxPooling2D) is not supported", MaxPooling2D.of(2)),
                Arguments.of("ends in tanh", new Activation(ActivationFunction.TANH)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layersThatAreNotKnown")
    void aLayerWithoutSparseKernelsIsNamedWithTheReason(String reason, Layer layer) {
        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> PRUNING.apply(inner(layer)))
                .withMessageContaining(reason)
                .withMessageContaining("XNNPACK would not run any weights of the model sparse");
    }

    static Stream<Arguments> starts() {
        return Stream.of(
                Arguments.of(
                        "has 1 input channels",
                        builder(1).add(ZeroPadding2D.of(1)).add(Conv2D.of(8, 3).withStrides(2))),
                Arguments.of(
                        "strides (1, 1)", builder(3).add(ZeroPadding2D.of(1)).add(Conv2D.of(8, 3))),
                Arguments.of(
                        "has different padding",
                        builder(3).add(Conv2D.of(8, 3).withStrides(2).withPadding(Padding.SAME))),
                Arguments.of(
                        "cannot be pruned for latency",
                        builder(3).add(new Flatten()).add(Dense.of(10))));
    }

    private static SequentialBuilder builder(int channels) {
        return Model.sequential().input(32, 32, channels);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("starts")
    void aModelThatStartsOtherwiseIsRefused(String reason, SequentialBuilder start) {
        Model model = start.build(1);

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> PRUNING.apply(model))
                .withMessageContaining("follows a ZeroPadding2D of 1 on each side")
                .withMessageContaining(reason);
    }

    @Test
    void aModelThatDoesNotEndInPoolingIsRefused() {
        Model model = builder(3)
                .add(ZeroPadding2D.of(1))
                .add(Conv2D.of(8, 3).withStrides(2))
                .add("map", Conv2D.of(8, 1))
                .build(1);

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> PRUNING.apply(model))
                .withMessageContaining("layer 'map' (Conv2D) is an output; add a global average pooling before it");
    }

    @Test
    void sumsOfWhatIsInsideAreTakenAndOthersAreNot() {
        assertThat(PRUNING.apply(residual(true)).parametrizedWeights()).hasSize(2);
        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> PRUNING.apply(residual(false)))
                .withMessageContaining("(Add) also takes 'outside', which has a different memory layout");
    }

    private static Model residual(boolean inside) {
        FunctionalBuilder builder = Model.functional();
        SymbolicTensor input = builder.input(32, 32, 3);
        SymbolicTensor start = builder.apply(Conv2D.of(8, 3).withStrides(2), builder.apply(ZeroPadding2D.of(1), input));
        SymbolicTensor other = inside
                ? builder.apply(Conv2D.of(8, 1), start)
                : builder.apply("outside", Conv2D.of(8, 2).withStrides(2), input);
        SymbolicTensor sum = builder.apply(new Add(), builder.apply(Conv2D.of(8, 1), start), other);
        return builder.build(1, builder.apply(new GlobalAveragePooling2D(), sum));
    }

    @Test
    void tooFewZerosAreRefused() {
        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> Pruning.oneShot(0.6).withLatencyPolicy().apply(network()))
                .withMessageContaining("a final sparsity of 0.6 does not reduce latency");
        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> Pruning.lowMagnitude(
                                PolynomialDecay.from(0.3).to(0.6).over(0, 100))
                        .withLatencyPolicy()
                        .apply(network()))
                .withMessageContaining("only from two thirds of zeros");
    }
}
