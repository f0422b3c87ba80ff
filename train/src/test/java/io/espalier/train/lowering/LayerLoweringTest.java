// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
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
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class LayerLoweringTest {
    private static final int SEED = 3;

    static Stream<Conv2D> convolutions() {
        Conv2D plain = Conv2D.of(4, 3);
        return Stream.of(
                plain,
                plain.withPadding(Padding.SAME).withActivation(ActivationFunction.RELU),
                plain.withStrides(2),
                plain.withStrides(2).withPadding(Padding.SAME).withoutBias(),
                plain.withDilation(2),
                plain.withDilation(3).withPadding(Padding.SAME),
                Conv2D.of(2, new Size(1, 4)).withStrides(new Size(2, 1)).withPadding(Padding.SAME));
    }

    @ParameterizedTest
    @MethodSource("convolutions")
    void aConvolutionIsWhatItsDefinitionSays(Conv2D layer) {
        Model model =
                withRandomBias(Model.sequential().input(9, 7, 3).add(layer).build(SEED));

        assertOutput(model, values -> new NaiveLayers(model, values).conv(layer));
    }

    static Stream<Conv1D> temporalConvolutions() {
        Conv1D plain = Conv1D.of(4, 3);
        return Stream.of(
                plain,
                plain.withPadding(TemporalPadding.SAME).withActivation(ActivationFunction.RELU),
                plain.withStrides(2).withPadding(TemporalPadding.SAME).withoutBias(),
                plain.withStrides(3),
                plain.withDilation(2),
                plain.withDilation(3).withPadding(TemporalPadding.SAME),
                plain.withPadding(TemporalPadding.CAUSAL),
                plain.withStrides(2).withPadding(TemporalPadding.CAUSAL),
                plain.withDilation(4).withPadding(TemporalPadding.CAUSAL));
    }

    @ParameterizedTest
    @MethodSource("temporalConvolutions")
    void aConvolutionOfSequencesIsWhatItsDefinitionSays(Conv1D layer) {
        Model model = withRandomBias(Model.sequential().input(13, 3).add(layer).build(SEED));

        assertOutput(model, values -> new NaiveLayers(model, values).conv(layer));
    }

    static Stream<DepthwiseConv2D> depthwiseConvolutions() {
        DepthwiseConv2D plain = DepthwiseConv2D.of(3);
        return Stream.of(
                plain,
                plain.withDepthMultiplier(2).withPadding(Padding.SAME).withActivation(ActivationFunction.RELU),
                plain.withStrides(2).withoutBias(),
                plain.withStrides(2).withPadding(Padding.SAME),
                plain.withDilation(2).withPadding(Padding.SAME).withDepthMultiplier(3));
    }

    @ParameterizedTest
    @MethodSource("depthwiseConvolutions")
    void aDepthwiseConvolutionIsWhatItsDefinitionSays(DepthwiseConv2D layer) {
        Model model =
                withRandomBias(Model.sequential().input(9, 7, 3).add(layer).build(SEED));

        assertOutput(model, values -> new NaiveLayers(model, values).depthwise(layer));
    }

    static Stream<Arguments> poolings() {
        return Stream.of(
                arguments(2, 2, Padding.VALID),
                arguments(3, 2, Padding.SAME),
                arguments(3, 1, Padding.SAME),
                arguments(2, 3, Padding.VALID));
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void poolingLeavesOutWhatPaddingAdds(int side, int stride, Padding padding) {
        MaxPooling2D max = MaxPooling2D.of(side).withStrides(stride).withPadding(padding);
        AveragePooling2D average = AveragePooling2D.of(side).withStrides(stride).withPadding(padding);
        Model maxModel = Model.sequential().input(9, 7, 3).add(max).build(SEED);
        Model averageModel = Model.sequential().input(9, 7, 3).add(average).build(SEED);

        assertOutput(maxModel, values -> new NaiveLayers(maxModel, values).maxPool(max));
        assertOutput(averageModel, values -> new NaiveLayers(averageModel, values).averagePool(average));
    }

    @ParameterizedTest
    @MethodSource("poolings")
    void poolingOfASequenceIsThatOfAPictureOfHeightOne(int size, int stride, Padding padding) {
        MaxPooling1D max = MaxPooling1D.of(size).withStrides(stride).withPadding(padding);
        AveragePooling1D average = AveragePooling1D.of(size).withStrides(stride).withPadding(padding);
        Model picture = Model.sequential().input(1, 9, 3).add(max.overPicture()).build(SEED);

        assertOutput(
                Model.sequential().input(9, 3).add(max).build(SEED),
                values -> new NaiveLayers(picture, values).maxPool(max.overPicture()));
        assertOutput(
                Model.sequential().input(9, 3).add(average).build(SEED),
                values -> new NaiveLayers(picture, values).averagePool(average.overPicture()));
    }

    @Test
    void globalPoolingOfASequenceLooksAtAllSteps() {
        Model mean =
                Model.sequential().input(2, 2).add(new GlobalAveragePooling1D()).build(SEED);
        Model max = Model.sequential().input(2, 2).add(new GlobalMaxPooling1D()).build(SEED);

        assertThat(predict(mean, 1, 4, 3, 2)).containsExactly(2, 3);
        assertThat(predict(max, 1, 4, 3, 2)).containsExactly(3, 4);
    }

    @Test
    void poolingBeforeBiasAndActivationGivesTheSameToTheBit() {
        Conv2D linear = Conv2D.of(4, 3);
        Model together = withRandomBias(Model.sequential()
                .input(9, 7, 3)
                .add("conv2d", linear.withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .build(SEED));
        Model apart = Model.sequential()
                .input(9, 7, 3)
                .add("conv2d", linear)
                .add(Activation.of(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .build(SEED)
                .withWeights(together.weights());

        assertOutput(together, values -> predict(apart, values), 0);
    }

    /** Known answers for the input (-2, 0.5, 8). */
    static Stream<Arguments> functions() {
        double sum = Math.exp(-2) + Math.exp(0.5) + Math.exp(8);
        double[] softmax = {Math.exp(-2) / sum, Math.exp(0.5) / sum, Math.exp(8) / sum};
        return Stream.of(
                arguments(Activation.of(ActivationFunction.LINEAR), new double[] {-2, 0.5, 8}),
                arguments(Activation.of(ActivationFunction.RELU), new double[] {0, 0.5, 8}),
                arguments(Activation.of(ActivationFunction.RELU6), new double[] {0, 0.5, 6}),
                arguments(
                        Activation.of(ActivationFunction.SIGMOID),
                        new double[] {1 / (1 + Math.exp(2)), 1 / (1 + Math.exp(-0.5)), 1 / (1 + Math.exp(-8))}),
                arguments(Activation.of(ActivationFunction.SOFTMAX), softmax),
                arguments(
                        Activation.of(ActivationFunction.TANH),
                        new double[] {Math.tanh(-2), Math.tanh(0.5), Math.tanh(8)}),
                arguments(new Softmax(), softmax),
                arguments(ReLU.unbounded(), new double[] {0, 0.5, 8}),
                arguments(ReLU.max(6), new double[] {0, 0.5, 6}),
                arguments(ReLU.max(1), new double[] {0, 0.5, 1}),
                arguments(new Dropout(0.5f), new double[] {-2, 0.5, 8}));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void aFunctionGivesItsKnownAnswers(Layer layer, double[] expected) {
        Model model = Model.sequential().input(3).add(layer).build(SEED);

        float[] actual = predict(model, -2, 0.5f, 8);

        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).isCloseTo(expected[i], within(1e-6));
        }
    }

    @Test
    void aDenseLayerWorksOnTheLastDimension() {
        Model model =
                withWeights(Model.sequential().input(2, 2).add(Dense.of(2)).build(SEED), 1, 2, 3, 4);

        // The kernel and then the bias count on: ((1, 2), (3, 4)) and (5, 6).
        assertThat(predict(model, 1, 0, 10, 1)).containsExactly(1 + 5, 2 + 6, 13 + 5, 24 + 6);
    }

    @Test
    void normalizationUsesTheMovingAverages() {
        Model model = withWeights(
                Model.sequential()
                        .input(1)
                        .add(BatchNormalization.defaults().withEpsilon(1))
                        .build(SEED),
                5,
                7,
                2,
                3);

        assertThat(predict(model, 10)).containsExactly(5 * (10 - 2) / 2f + 7);
    }

    @Test
    void shapesChangeAndNumbersKeepTheirOrder() {
        Model flat = Model.sequential()
                .input(2, 3)
                .add(new Flatten())
                .add(Reshape.to(3, -1))
                .build(SEED);

        assertThat(predict(flat, 1, 2, 3, 4, 5, 6)).containsExactly(1, 2, 3, 4, 5, 6);
    }

    @Test
    void paddingSurroundsAPictureAndItsMeanCountsTheZeros() {
        Model padded = Model.sequential()
                .input(1, 1, 1)
                .add(new ZeroPadding2D(1, 0, 0, 2))
                .build(SEED);
        Model mean = Model.sequential()
                .input(1, 1, 1)
                .add(new ZeroPadding2D(1, 0, 0, 2))
                .add(new GlobalAveragePooling2D())
                .build(SEED);

        assertThat(predict(padded, 9)).containsExactly(0, 0, 0, 9, 0, 0);
        assertThat(predict(mean, 9)).containsExactly(1.5f);
    }

    @Test
    void branchesMeetInSumsAndRows() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(2);
        SymbolicTensor positive = graph.apply(ReLU.unbounded(), input);
        SymbolicTensor sum = graph.apply(new Add(), input, positive, positive);
        Model model = graph.build(SEED, graph.apply(new Concatenate(), sum, input));

        assertThat(predict(model, -1, 2)).containsExactly(-1, 6, -1, 2);
    }

    @Test
    void factorsAreRepeatedWhereOthersAreLarger() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor picture = graph.input(2, 1, 2);
        SymbolicTensor channels = graph.apply(new GlobalAveragePooling2D(), picture);
        SymbolicTensor rows = graph.apply(Reshape.to(2, 2, 1), picture);
        SymbolicTensor scaled = graph.apply(new Multiply(), channels, picture);
        Model model = graph.build(SEED, graph.apply(new Multiply(), scaled, rows, picture));

        // The channels' means are 2 and 3; the picture is ((1, 2), (3, 4)), its rows have the shape (2, 2, 1).
        assertThat(predict(model, 1, 2, 3, 4))
                .containsExactly(
                        2 * 1 * 1 * 1,
                        3 * 2 * 1 * 2,
                        2 * 1 * 2 * 1,
                        3 * 2 * 2 * 2,
                        2 * 3 * 3 * 3,
                        3 * 4 * 3 * 4,
                        2 * 3 * 4 * 3,
                        3 * 4 * 4 * 4);
    }

    @FunctionalInterface
    private interface Reference {
        float[] of(float[] values);
    }

    private static void assertOutput(Model model, Reference reference) {
        assertOutput(model, reference, 1e-5f);
    }

    private static void assertOutput(Model model, Reference reference, float tolerance) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = new float[model.outputShape(model.inputs().get(0)).elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble() * 2 - 1.5);
        }

        float[] actual = predict(model, values);

        assertThat(actual).as("seed " + SEED).containsExactly(reference.of(values), within(tolerance));
    }

    private static float[] predict(Model model, float... values) {
        List<Integer> shape =
                new ArrayList<>(model.outputShape(model.inputs().get(0)).dimensions());
        shape.add(0, 1);
        Dataset dataset = Examples.of(
                new NumericArray(ElementType.FLOAT32, shape, Examples.floats(values)),
                new NumericArray(ElementType.INT32, List.of(1), Examples.ints(0)),
                Scaling.IDENTITY);
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return evaluator.predict(dataset).toArray();
        }
    }

    // Biases start at zero, where a mistake would not show.
    private static Model withRandomBias(Model model) {
        SplittableRandom random = new SplittableRandom(SEED);
        return model.withWeights(model.weights().map((key, tensor) -> {
            float[] values = tensor.toArray();
            for (int i = 0; i < values.length; i++) {
                values[i] += key.weight().equals("bias") ? random.nextInt(5) : 0;
            }
            return Tensor.of(tensor.shape(), values);
        }));
    }

    /** The weights count on from the first values, which are those of the first weight or the first values of all, in order. */
    private static Model withWeights(Model model, float... values) {
        int[] next = {0};
        return model.withWeights(model.weights().map((key, tensor) -> {
            float[] own = new float[tensor.shape().elements()];
            for (int i = 0; i < own.length; i++, next[0]++) {
                own[i] = next[0] < values.length ? values[next[0]] : next[0] + 1;
            }
            return Tensor.of(tensor.shape(), own);
        }));
    }
}
