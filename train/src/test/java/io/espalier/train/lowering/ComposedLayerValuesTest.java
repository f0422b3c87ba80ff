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
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Embedding;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations.Interpolation;
import io.espalier.model.layer.activation.PReLU;
import io.espalier.model.layer.attention.AdditiveAttention;
import io.espalier.model.layer.attention.Attention;
import io.espalier.model.layer.attention.MultiHeadAttention;
import io.espalier.model.layer.convolution.Conv2DTranspose;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.convolution.SeparableConv2D;
import io.espalier.model.layer.function.AnyOrAll;
import io.espalier.model.layer.function.CategoryEncoding;
import io.espalier.model.layer.function.CategoryOutput;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.ConstantAround;
import io.espalier.model.layer.function.Discretization;
import io.espalier.model.layer.function.Einsum;
import io.espalier.model.layer.function.GeneralReLU;
import io.espalier.model.layer.function.Glu;
import io.espalier.model.layer.function.GroupedConv2D;
import io.espalier.model.layer.function.GroupedQueryAttention;
import io.espalier.model.layer.function.IntegerLookup;
import io.espalier.model.layer.function.MirrorAround;
import io.espalier.model.layer.function.RollAlong;
import io.espalier.model.layer.function.SoftmaxAlong;
import io.espalier.model.layer.function.TakeAlong;
import io.espalier.model.layer.function.Threshold;
import io.espalier.model.layer.merging.Average;
import io.espalier.model.layer.merging.Dot;
import io.espalier.model.layer.merging.Maximum;
import io.espalier.model.layer.merging.Minimum;
import io.espalier.model.layer.merging.Subtract;
import io.espalier.model.layer.normalization.LayerNormalization;
import io.espalier.model.layer.normalization.UnitNormalization;
import io.espalier.model.layer.pooling.GlobalMaxPooling2D;
import io.espalier.model.layer.preprocessing.Resizing;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.GRU;
import io.espalier.model.layer.recurrent.LSTM;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.recurrent.SimpleRNN;
import io.espalier.model.layer.recurrent.TimeDistributed;
import io.espalier.model.layer.reshaping.Cropping1D;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.RepeatVector;
import io.espalier.model.layer.reshaping.UpSampling1D;
import io.espalier.model.layer.reshaping.UpSampling2D;
import io.espalier.model.layer.reshaping.ZeroPadding1D;
import io.espalier.model.layer.sequence.AttentionCall;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers that are made of simpler operations, against their definitions and numbers worked out by hand. */
class ComposedLayerValuesTest {
    private static final long SEED = 17;
    private static final int STEPS = 5;
    private static final int FEATURES = 4;
    private static final int UNITS = 3;

    static Stream<Arguments> knownAnswers() {
        return Stream.of(
                arguments(new Permute(List.of(1, 0)), Shape.of(2, 3), row(1, 2, 3, 4, 5, 6), row(1, 4, 2, 5, 3, 6)),
                arguments(new RepeatVector(2), Shape.of(3), row(1, 2, 3), row(1, 2, 3, 1, 2, 3)),
                arguments(new TakeAlong(-1, List.of(2, 0)), Shape.of(2, 3), row(1, 2, 3, 4, 5, 6), row(3, 1, 6, 4)),
                arguments(
                        new RollAlong(List.of(1, -1), List.of(0, 1)),
                        Shape.of(2, 3),
                        row(1, 2, 3, 4, 5, 6),
                        row(5, 6, 4, 2, 3, 1)),
                arguments(
                        new CategoryEncoding(3, CategoryOutput.ONE_HOT), Shape.of(2), row(2, 0), row(0, 0, 1, 1, 0, 0)),
                arguments(new CategoryEncoding(3, CategoryOutput.ONE_HOT), Shape.of(1), row(2), row(0, 0, 1)),
                arguments(new CategoryEncoding(3, CategoryOutput.MULTI_HOT), Shape.of(3), row(2, 0, 2), row(1, 0, 1)),
                arguments(new CategoryEncoding(3, CategoryOutput.COUNT), Shape.of(3), row(2, 0, 2), row(1, 0, 2)),
                arguments(
                        new Discretization(List.of(0f, 1f, 2f), CategoryOutput.INT),
                        Shape.of(8),
                        row(-1.5f, 1, 3.4f, 0.5f, 0, 3, 1.3f, 0),
                        row(0, 2, 3, 1, 1, 3, 2, 1)),
                arguments(
                        new IntegerLookup(List.of(12, 36, 1138, 42), 1, Optional.empty(), 0, CategoryOutput.INT),
                        Shape.of(2, 3),
                        row(12, 1138, 42, 42, 1000, 36),
                        row(1, 3, 4, 4, 0, 2)),
                arguments(
                        new IntegerLookup(List.of(12, 36, 1138, 42), 2, Optional.empty(), 0, CategoryOutput.INT),
                        Shape.of(2, 3),
                        row(12, 1138, 42, 37, 1000, 36),
                        row(2, 4, 5, 1, 0, 3)),
                arguments(
                        new IntegerLookup(List.of(12, 36), 1, Optional.of(0), 0, CategoryOutput.INT),
                        Shape.of(3),
                        row(0, 36, 5),
                        row(0, 3, 1)),
                arguments(
                        new IntegerLookup(List.of(12, 36), 1, Optional.of(0), 5, CategoryOutput.COUNT),
                        Shape.of(4),
                        row(0, 36, 5, 36),
                        row(1, 0, 2, 0, 0)),
                arguments(new Glu(0), Shape.of(2, 2), row(1, 2, 0, 0), row(0.5f, 1)),
                arguments(new Threshold(1, -2), Shape.of(3), row(0.5f, 1, 1.5f), row(-2, -2, 1.5f)),
                arguments(new AnyOrAll(false, List.of(0), false), Shape.of(2, 2), row(0, -1, 0, 0), row(0, 1)),
                arguments(new AnyOrAll(true, List.of(1), false), Shape.of(2, 2), row(0, -1, -2, 3), row(0, 1)),
                arguments(new Einsum("bij->bji", Optional.empty()), Shape.of(1, 2), row(1, 2), row(1, 2)),
                arguments(new Einsum("bij", Optional.empty()), Shape.of(2, 2), row(1, 2, 3, 4), row(1, 2, 3, 4)),
                arguments(
                        new Einsum("b...j,jk->b...k", Optional.of(Tensor.of(Shape.of(2, 1), 10, 1))),
                        Shape.of(2, 2),
                        row(1, 2, 3, 4),
                        row(12, 34)),
                arguments(
                        new Einsum("bij,ji->bi", Optional.of(Tensor.of(Shape.of(2, 2), 1, 10, 100, 1000))),
                        Shape.of(2, 2),
                        row(1, 2, 3, 4),
                        row(201, 4030)),
                arguments(new Cropping1D(1, 0), Shape.of(2, 2), row(1, 2, 3, 4), row(3, 4)),
                arguments(new ZeroPadding1D(0, 1), Shape.of(1, 2), row(1, 2), row(1, 2, 0, 0)),
                arguments(
                        new MirrorAround(List.of(2, 0), List.of(1, 1), false),
                        Shape.of(3, 2),
                        row(1, 2, 3, 4, 5, 6),
                        row(5, 6, 5, 3, 4, 3, 1, 2, 1, 3, 4, 3, 5, 6, 5, 3, 4, 3)),
                arguments(
                        new MirrorAround(List.of(1, 0), List.of(0, 2), true),
                        Shape.of(2, 2),
                        row(1, 2, 3, 4),
                        row(1, 2, 2, 1, 1, 2, 2, 1, 3, 4, 4, 3)),
                arguments(
                        new ConstantAround(List.of(1, 0), List.of(0, 1), -1),
                        Shape.of(1, 2),
                        row(1, 2),
                        row(-1, -1, -1, 1, 2, -1)),
                arguments(new UpSampling1D(2), Shape.of(2, 2), row(1, 2, 3, 4), row(1, 2, 1, 2, 3, 4, 3, 4)),
                arguments(UpSampling2D.of(2), Shape.of(1, 2, 1), row(1, 2), row(1, 1, 2, 2, 1, 1, 2, 2)),
                arguments(
                        new UpSampling2D(new Size(1, 2), Interpolation.BILINEAR),
                        Shape.of(1, 2, 1),
                        row(1, 2),
                        row(1, 1.25f, 1.75f, 2)),
                arguments(
                        new Resizing(new Size(1, 2), Interpolation.BILINEAR),
                        Shape.of(1, 4, 1),
                        row(1, 2, 3, 4),
                        row(1.5f, 3.5f)),
                arguments(new GlobalMaxPooling2D(), Shape.of(2, 1, 2), row(1, 5, 3, 4), row(3, 5)),
                arguments(
                        new GeneralReLU(2, 0.5f, 1),
                        Shape.of(5),
                        row(-1, 0.5f, 1, 1.5f, 3),
                        row(-1, -0.25f, 0, 1.5f, 2)),
                arguments(new UnitNormalization(-1), Shape.of(2), row(3, 4), row(0.6f, 0.8f)),
                arguments(
                        new SoftmaxAlong(0),
                        Shape.of(2, 2),
                        row(0, 1, (float) Math.log(3), 1),
                        row(0.25f, 0.5f, 0.75f, 0.5f)));
    }

    @ParameterizedTest
    @MethodSource("knownAnswers")
    void aLayerGivesItsKnownAnswers(Layer layer, Shape shape, float[] input, float[] expected) {
        Model model = Model.sequential().input(shape.toArray()).add(layer).build(SEED);

        assertThat(predict(model, input)).containsExactly(expected, within(1e-6f));
    }

    static Stream<Arguments> merged() {
        return Stream.of(
                arguments(new Subtract(), row(3, -4, 2, 0)),
                arguments(new Average(), row(-0.5f, 2, 3, 2)),
                arguments(new Maximum(), row(1, 4, 4, 2)),
                arguments(new Minimum(), row(-2, 0, 2, 2)),
                arguments(new ConcatenateAlong(0), row(1, 0, 4, 2, -2, 4, 2, 2)),
                arguments(new Einsum("bij,bik->bjk", Optional.empty()), row(6, 12, 4, 4)),
                arguments(new Einsum("bij,bkl->bk", Optional.empty()), row(14, 28)),
                arguments(new Dot(0, 0, false), row(6, 12, 4, 4)),
                arguments(new Dot(1, 1, false), row(-2, 2, 0, 12)));
    }

    @ParameterizedTest
    @MethodSource("merged")
    void twoInputsAreMerged(Layer layer, float[] expected) {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor both = graph.input(4, 2);
        Model model = graph.build(
                SEED,
                graph.apply(layer, graph.apply(new Cropping1D(0, 2), both), graph.apply(new Cropping1D(2, 0), both)));

        assertThat(predict(model, 1, 0, 4, 2, -2, 4, 2, 2)).containsExactly(expected, within(1e-6f));
    }

    @Test
    void categoriesCountByTheirWeights() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor both = graph.input(4);
        SymbolicTensor[] halves = {
            graph.apply(new TakeAlong(0, List.of(0, 1)), both), graph.apply(new TakeAlong(0, List.of(2, 3)), both)
        };
        Model model = graph.build(SEED, graph.apply(new CategoryEncoding(3, CategoryOutput.COUNT), halves));

        assertThat(predict(model, 1, 1, 0.25f, 0.5f)).containsExactly(0, 0.75f, 0);
    }

    @Test
    void slopesAreLearnedForEachPlaceThatIsNotShared() {
        Model model = Model.sequential().input(2, 2).add(new PReLU(List.of(0))).build(SEED);

        assertThat(predict(with(model, 0.5f, 0.1f), -1, -1, 2, -3))
                .containsExactly(row(-0.5f, -0.1f, 2, -0.3f), within(1e-6f));
    }

    @Test
    void layersAreNormalizedAlongTheirAxes() {
        Model model = Model.sequential()
                .input(2, 2)
                .add(new LayerNormalization(List.of(-1), 0, true, true))
                .build(SEED);

        // gamma 2 and 3, beta 10 and 20
        assertThat(predict(with(model, 2, 3, 10, 20), 1, 3, -5, 5)).containsExactly(row(8, 23, 8, 23), within(1e-5f));
    }

    @Test
    void numbersBecomeRowsOfTheTable() {
        Model model = Model.sequential().input(3).add(new Embedding(3, 2)).build(SEED);

        assertThat(predict(with(model, 1, 2, 3, 4, 5, 6), 2, 0, 2)).containsExactly(5, 6, 1, 2, 5, 6);
    }

    @Test
    void attentionWeighsValuesByTheirKeys() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(2, 2);
        Model model = graph.build(SEED, graph.apply(new Attention(false, 0), input, input));

        // Scores: 1 and 0 of the first step, 0 and 4 of the second.
        double one = Math.E / (Math.E + 1);
        double two = 1 / (Math.exp(4) + 1);
        assertThat(predict(model, 1, 0, 0, 2))
                .containsExactly(
                        row((float) one, (float) (2 * (1 - one)), (float) two, (float) (2 * (1 - two))), within(1e-6f));
    }

    @Test
    void aCausalQuerySeesTheKeysUpToItsOwnStepAlone() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(2, 2);
        AttentionCall causal = new AttentionCall(new Attention(false, 0), true, List.of());
        Model model = graph.build(SEED, graph.apply(causal, input, input));

        double two = 1 / (Math.exp(4) + 1);
        assertThat(predict(model, 1, 0, 0, 2))
                .containsExactly(row(1, 0, (float) two, (float) (2 * (1 - two))), within(1e-6f));
    }

    @Test
    void headsThatShareKeysAreHeadsWithTheSameKeys() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(3, 4);
        GroupedQueryAttention layer = new GroupedQueryAttention(2, 4, 2, true, 0);
        Model grouped = random(graph.build(SEED, graph.apply("a", layer, input, input)));
        FunctionalBuilder other = Model.functional();
        SymbolicTensor same = other.input(3, 4);
        Model heads = other.build(SEED, other.apply("a", MultiHeadAttention.of(4, 2), same, same));
        Model repeated = heads.withWeights(
                heads.weights().map((key, tensor) -> repeated(grouped.weights().get(key), tensor.shape())));

        float[] values = {1, 2, -1, 0.5f, 0, 1, 3, -2, 1, 1, 0, 2};
        assertThat(predict(grouped, values)).containsExactly(predict(repeated, values), within(1e-5f));
    }

    /** Each of two heads of two numbers twice. */
    private static Tensor repeated(Tensor shared, Shape shape) {
        if (shared.shape().equals(shape)) {
            return shared;
        }
        float[] values = new float[shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = shared.get(i / 8 * 4 + i % 8 / 4 * 2 + i % 2);
        }
        return Tensor.of(shape, values);
    }

    @Test
    void additiveAttentionIsCausalToo() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(2, 1);
        AttentionCall causal = new AttentionCall(new AdditiveAttention(false, 0), true, List.of());
        Model model = graph.build(SEED, graph.apply(causal, input, input));

        // The second query, 3, has the scores tanh(4) and tanh(6) with the keys 1 and 3.
        double first = Math.exp(Math.tanh(4));
        double second = Math.exp(Math.tanh(6));
        assertThat(predict(model, 1, 3))
                .containsExactly(row(1, (float) ((first + 3 * second) / (first + second))), within(1e-6f));
    }

    @Test
    void recurrentLayersDoWhatTheirDefinitionsSay() {
        double[][] steps = steps();

        Model lstm = sequence(LSTM.of(UNITS));
        assertThat(predict(lstm, flat(steps)))
                .containsExactly(flat(naive(lstm, "lstm").lstm(steps, "")), within(1e-5f));
        Model gru = sequence(GRU.of(UNITS));
        assertThat(predict(gru, flat(steps)))
                .containsExactly(flat(naive(gru, "gru").gru(steps, true)), within(1e-5f));
        Model before = sequence(
                new GRU(UNITS, ActivationFunction.TANH, ActivationFunction.SIGMOID, true, false, Recurrence.DEFAULTS));
        assertThat(predict(before, flat(steps)))
                .containsExactly(flat(naive(before, "gru").gru(steps, false)), within(1e-5f));
        Model simple = sequence(SimpleRNN.of(UNITS).withRecurrence(new Recurrence(true, true, 0.5f, 0.5f)));
        assertThat(predict(simple, flat(steps)))
                .containsExactly(flat(naive(simple, "simple_rnn").simple(reversed(steps), "")), within(1e-5f));
    }

    @Test
    void twoDirectionsStandSideBySideInTheOrderOfTheInputs() {
        double[][] steps = steps();
        Model model = sequence(Bidirectional.of(SimpleRNN.of(UNITS).withRecurrence(new Recurrence(true, false, 0, 0))));

        double[][] forward = naive(model, "bidirectional").simple(steps, "forward/");
        double[][] backward = reversed(naive(model, "bidirectional").simple(reversed(steps), "backward/"));
        double[][] expected = new double[STEPS][];
        for (int step = 0; step < STEPS; step++) {
            expected[step] = new double[2 * UNITS];
            System.arraycopy(forward[step], 0, expected[step], 0, UNITS);
            System.arraycopy(backward[step], 0, expected[step], UNITS, UNITS);
        }
        assertThat(predict(model, flat(steps))).containsExactly(flat(expected), within(1e-5f));
    }

    @Test
    void headsAttendAsTheDefinitionSays() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(STEPS, FEATURES);
        Model model = random(graph.build(SEED, graph.apply("heads", MultiHeadAttention.of(2, 3), input, input)));
        double[][] steps = steps();

        assertThat(predict(model, flat(steps)))
                .containsExactly(flat(naive(model, "heads").attention(steps, 2, 3)), within(1e-5f));
    }

    @Test
    void causalHeadsAttendAsTheDefinitionSays() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor input = graph.input(STEPS, FEATURES);
        AttentionCall causal = new AttentionCall(MultiHeadAttention.of(2, 3), true, List.of());
        Model model = random(graph.build(SEED, graph.apply("heads", causal, input, input)));
        double[][] steps = steps();

        double[][] expected = naive(model, "heads").attention(steps, 2, 3, (query, key) -> key <= query);
        assertThat(predict(model, flat(steps))).containsExactly(flat(expected), within(1e-5f));
    }

    @Test
    void aTransposedConvolutionPutsItsKernelDownAtEachPixel() {
        Conv2DTranspose layer = Conv2DTranspose.of(2, 3).withStrides(2);
        Model model = random(Model.sequential().input(2, 3, 2).add(layer).build(SEED));
        float[] input = numbers(12);

        Tensor kernel = model.weights().get("conv2d_transpose", "kernel");
        double[] expected = new double[5 * 7 * 2];
        for (int place = 0; place < expected.length; place++) {
            expected[place] = model.weights().get("conv2d_transpose", "bias").get(place % 2);
        }
        for (int pixel = 0; pixel < 6; pixel++) {
            for (int tap = 0; tap < 9; tap++) {
                int row = pixel / 3 * 2 + tap / 3;
                int column = pixel % 3 * 2 + tap % 3;
                for (int filter = 0; filter < 2; filter++) {
                    for (int channel = 0; channel < 2; channel++) {
                        expected[(row * 7 + column) * 2 + filter] +=
                                input[pixel * 2 + channel] * kernel.get((tap * 2 + filter) * 2 + channel);
                    }
                }
            }
        }
        assertThat(predict(model, input)).containsExactly(flat(expected), within(1e-5f));
    }

    @Test
    void groupsAreConvolvedApart() {
        Model model = random(Model.sequential()
                .input(1, 1, 4)
                .add(new GroupedConv2D(2, Conv2D.of(2, 1).withoutBias()))
                .build(SEED));
        Tensor kernel = model.weights().get("conv2d", "kernel");

        assertThat(predict(model, 1, 2, 3, 4))
                .containsExactly(
                        row(kernel.get(0) + 2 * kernel.get(2), 3 * kernel.get(1) + 4 * kernel.get(3)), within(1e-5f));
    }

    @Test
    void aSeparableConvolutionIsADepthwiseOneAndOneOverPixels() {
        Model model = random(Model.sequential()
                .input(1, 2, 2)
                .add(new SeparableConv2D(
                        1, new Size(1, 2), Size.ONE, Padding.VALID, 1, Size.ONE, ActivationFunction.LINEAR, false))
                .build(SEED));
        Tensor depthwise = model.weights().get("separable_conv2d", "depthwise_kernel");
        Tensor pointwise = model.weights().get("separable_conv2d", "pointwise_kernel");

        float first = depthwise.get(0) + 3 * depthwise.get(2);
        float second = 2 * depthwise.get(1) + 4 * depthwise.get(3);
        assertThat(predict(model, 1, 2, 3, 4))
                .containsExactly(row(first * pointwise.get(0) + second * pointwise.get(1)), within(1e-5f));
    }

    @Test
    void aVolumeIsConvolvedInAllDimensions() {
        Model model =
                random(Model.sequential().input(2, 2, 2, 1).add(Conv3D.of(1, 2)).build(SEED));
        float[] input = numbers(8);
        double expected = model.weights().get("conv3d", "bias").get(0);
        for (int i = 0; i < 8; i++) {
            expected += input[i] * model.weights().get("conv3d", "kernel").get(i);
        }

        assertThat(predict(model, input)).containsExactly(row((float) expected), within(1e-5f));
    }

    @Test
    void aLayerIsAppliedToEachStepByItself() {
        Conv2D layer = Conv2D.of(2, 2);
        Model model = random(Model.sequential()
                .input(3, 3, 3, 2)
                .add("layer", new TimeDistributed(layer))
                .build(SEED));
        Model one = Model.sequential()
                .input(3, 3, 2)
                .add("layer", layer)
                .build(SEED)
                .withWeights(model.weights());
        float[] input = numbers(54);

        List<Float> expected = new ArrayList<>();
        for (int step = 0; step < 3; step++) {
            for (float number : predict(one, Arrays.copyOfRange(input, 18 * step, 18 * step + 18))) {
                expected.add(number);
            }
        }
        float[] actual = predict(model, input);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).isCloseTo(expected.get(i), within(1e-5f));
        }
    }

    private static Model sequence(Layer layer) {
        return random(Model.sequential().input(STEPS, FEATURES).add(layer).build(SEED));
    }

    private static NaiveSequences naive(Model model, String layer) {
        return new NaiveSequences(model.weights(), layer, UNITS);
    }

    private static double[][] steps() {
        float[] numbers = numbers(STEPS * FEATURES);
        double[][] steps = new double[STEPS][FEATURES];
        for (int i = 0; i < numbers.length; i++) {
            steps[i / FEATURES][i % FEATURES] = numbers[i];
        }
        return steps;
    }

    private static double[][] reversed(double[][] steps) {
        double[][] reversed = new double[steps.length][];
        for (int step = 0; step < steps.length; step++) {
            reversed[step] = steps[steps.length - 1 - step];
        }
        return reversed;
    }

    private static float[] numbers(int count) {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextDouble(-1, 1);
        }
        return numbers;
    }

    private static float[] row(float... numbers) {
        return numbers;
    }

    private static float[] flat(double[]... rows) {
        float[] numbers = new float[rows.length * rows[0].length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) rows[i / rows[0].length][i % rows[0].length];
        }
        return numbers;
    }

    private static Model random(Model model) {
        return model.withWeights(model.weights().map((key, tensor) -> {
            SplittableRandom random = new SplittableRandom(SEED + key.hashCode());
            float[] values = new float[tensor.shape().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
            return Tensor.of(tensor.shape(), values);
        }));
    }

    /** All weights, one after the other. */
    private static Model with(Model model, float... values) {
        int[] next = {0};
        return model.withWeights(model.weights().map((key, tensor) -> {
            int from = next[0];
            next[0] += tensor.shape().elements();
            return Tensor.of(tensor.shape(), Arrays.copyOfRange(values, from, next[0]));
        }));
    }

    private static float[] predict(Model model, float... values) {
        List<Integer> shape =
                new ArrayList<>(model.outputShape(model.inputs().get(0)).dimensions());
        shape.add(0, 1);
        Dataset dataset = Examples.of(
                new NumericArray(ElementType.FLOAT32, shape, Examples.floats(values)),
                new NumericArray(ElementType.INT32, List.of(1), Examples.ints(0)),
                Scaling.IDENTITY);
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            return evaluator.predict(dataset).toArray();
        }
    }
}
