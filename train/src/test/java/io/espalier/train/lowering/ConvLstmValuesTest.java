// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.espalier.base.Scaling;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv1D;
import io.espalier.model.layer.Conv1D.TemporalPadding;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.convolution.Conv3D;
import io.espalier.model.layer.recurrent.Bidirectional.Merge;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.reshaping.Cropping1D;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.sequence.BidirectionalConvLstmCall;
import io.espalier.model.layer.sequence.CallOutput;
import io.espalier.model.layer.sequence.ConvLstmCall;
import io.espalier.model.layer.sequence.StepMask;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import io.espalier.model.layer.volume.ConvLSTM1D;
import io.espalier.model.layer.volume.ConvLSTM2D;
import io.espalier.model.layer.volume.ConvLSTM3D;
import io.espalier.model.layer.volume.ConvLstm;
import io.espalier.model.layer.volume.GeneralConv3D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.Volume;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ConvLSTM1D to 3D by {@link NaiveConvLstm}; with masks and states over pictures of one pixel, where it is an LSTM, which {@link NaiveSequences}
 * computes number by number.
 */
class ConvLstmValuesTest {
    private static final ActivationFunction TANH = ActivationFunction.TANH;
    private static final ActivationFunction SIGMOID = ActivationFunction.SIGMOID;
    private static final Recurrence DEFAULTS = Recurrence.DEFAULTS;
    private static final int FEATURES = 2;
    private static final int FILTERS = 3;
    private static final List<Shape> OUTPUTS =
            List.of(Shape.of(1, 1, FILTERS), Shape.of(1, 1, FILTERS), Shape.of(1, 1, FILTERS));
    private static final double[][] STEPS = {{1, -0.5}, {0, 0}, {0.25, 2}, {-1, 1}};

    private final FunctionalBuilder graph = Model.functional();
    private final SymbolicTensor input = graph.input(STEPS.length, FEATURES);

    static Stream<Arguments> layers() {
        Conv1D row = new Conv1D(FILTERS, 3, 1, TemporalPadding.SAME, 1, TANH, true);
        Conv2D picture = new Conv2D(FILTERS, new Size(2, 3), Size.ONE, Padding.SAME, Size.ONE, TANH, true);
        Conv3D volume = new Conv3D(FILTERS, new Volume(2, 1, 3), Volume.ONE, Padding.SAME, TANH, true);
        return Stream.of(false, true)
                .flatMap(channelsFirst -> Stream.of(
                        arguments(new ConvLSTM1D(row, SIGMOID, true, channelsFirst, DEFAULTS), List.of(5), 1),
                        arguments(
                                new ConvLSTM1D(
                                        row.withPadding(TemporalPadding.CAUSAL),
                                        SIGMOID,
                                        true,
                                        channelsFirst,
                                        DEFAULTS),
                                List.of(5),
                                2),
                        arguments(new ConvLSTM2D(picture, SIGMOID, true, channelsFirst, DEFAULTS), List.of(3, 4), 1),
                        arguments(
                                new ConvLSTM3D(
                                        new GeneralConv3D(volume, 1, Volume.ONE),
                                        SIGMOID,
                                        true,
                                        channelsFirst,
                                        DEFAULTS),
                                List.of(3, 2, 4),
                                1)));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void convolutionsTakeThePlaceOfProducts(ConvLstm layer, List<Integer> sizes, int zerosBefore) {
        int rank = sizes.size() + 2;
        List<Integer> dimensions = new ArrayList<>(sizes);
        dimensions.add(0, STEPS.length);
        dimensions.add(FEATURES);
        FunctionalBuilder channels = Model.functional();
        SymbolicTensor given = channels.input(new Shape(dimensions).toArray());
        Model model = weighted(channels.build(
                1, layer.channelsFirst() ? turned(channels, layer, given, rank) : channels.apply("c", layer, given)));
        SplittableRandom random = new SplittableRandom(5);
        double[] steps = random.doubles(new Shape(dimensions).elements(), -1, 1)
                .map(x -> (float) x)
                .toArray();

        double[] expected = new NaiveConvLstm(
                        model.weights(), "c", FEATURES, FILTERS, sizes, layer.window(), zerosBefore)
                .last(STEPS.length, steps);
        assertThat(predict(model, dimensions, floats(steps))).containsExactly(floats(expected), within(1e-5f));
    }

    /** Between layers that move the channels to the front and back. */
    private static SymbolicTensor turned(FunctionalBuilder graph, ConvLstm layer, SymbolicTensor given, int rank) {
        List<Integer> toFront = new ArrayList<>(List.of(0, rank - 1));
        IntStream.range(1, rank - 1).forEach(toFront::add);
        List<Integer> toEnd =
                new ArrayList<>(IntStream.range(1, rank - 1).boxed().toList());
        toEnd.add(0);
        SymbolicTensor first = graph.apply(new Permute(toFront), given);
        return graph.apply(new Permute(toEnd), graph.apply("c", layer, first));
    }

    @Test
    void aMaskedStepIsSkipped() {
        SymbolicTensor mask = graph.apply(StepMask.of(0), input);
        Model model = weighted(
                graph.build(1, graph.apply("c", new ConvLstmCall(layer(), true, false, false), pictures(input), mask)));

        double[] expected = new NaiveSequences(model.weights(), "c", FILTERS)
                .lstm(new double[][] {STEPS[0], STEPS[2], STEPS[3]}, "");
        assertThat(predict(model)).containsExactly(floats(expected), within(1e-5f));
    }

    @Test
    void bothDirectionsSkipAMaskedStep() {
        SymbolicTensor mask = graph.apply(StepMask.of(0), input);
        BidirectionalConvLstm both = new BidirectionalConvLstm(
                layer(), layer().withRecurrence(new Recurrence(false, true, 0, 0)), Merge.CONCAT);
        BidirectionalConvLstmCall call = new BidirectionalConvLstmCall(both, true, false, false, false);
        Model model = weighted(graph.build(1, graph.apply("c", call, pictures(input), mask)));

        NaiveSequences naive = new NaiveSequences(model.weights(), "c", FILTERS);
        double[] forward = naive.lstm(new double[][] {STEPS[0], STEPS[2], STEPS[3]}, "forward/");
        double[] backward = naive.lstm(new double[][] {STEPS[3], STEPS[2], STEPS[0]}, "backward/");
        assertThat(predict(model))
                .containsExactly(
                        floats(DoubleStream.concat(Arrays.stream(forward), Arrays.stream(backward))
                                .toArray()),
                        within(1e-5f));
    }

    @Test
    void aCallGoesOnFromTheStatesOfAnother() {
        SymbolicTensor first = graph.apply(
                "a", new ConvLstmCall(layer(), false, false, true), pictures(graph.apply(new Cropping1D(0, 2), input)));
        SymbolicTensor second = graph.apply(
                "b",
                new ConvLstmCall(layer(), false, false, false),
                pictures(graph.apply(new Cropping1D(2, 0), input)),
                graph.apply(CallOutput.of(1, OUTPUTS), first),
                graph.apply(CallOutput.of(2, OUTPUTS), first));
        Model model = weighted(graph.build(1, second));

        double[] expected = new NaiveSequences(model.weights(), "a", FILTERS).lstm(STEPS, "");
        assertThat(predict(model)).containsExactly(floats(expected), within(1e-5f));
    }

    private static ConvLSTM2D layer() {
        Conv2D convolution = new Conv2D(FILTERS, Size.ONE, Size.ONE, Padding.SAME, Size.ONE, TANH, true);
        return new ConvLSTM2D(convolution, SIGMOID, true, false, DEFAULTS);
    }

    private SymbolicTensor pictures(SymbolicTensor steps) {
        return graph.apply(Reshape.to(-1, 1, 1, FEATURES), steps);
    }

    /** With the same weights in each layer. */
    private static Model weighted(Model model) {
        return model.withWeights(model.weights().map((key, tensor) -> {
            SplittableRandom random = new SplittableRandom(key.weight().hashCode());
            float[] values = new float[tensor.shape().elements()];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextDouble(-1, 1);
            }
            return Tensor.of(tensor.shape(), values);
        }));
    }

    private static float[] floats(double[] numbers) {
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static float[] predict(Model model) {
        float[] steps = new float[STEPS.length * FEATURES];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (float) STEPS[i / FEATURES][i % FEATURES];
        }
        return predict(model, List.of(STEPS.length, FEATURES), steps);
    }

    private static float[] predict(Model model, List<Integer> shape, float[] numbers) {
        List<Integer> batch = new ArrayList<>(shape);
        batch.add(0, 1);
        NumericArray examples = new NumericArray(ElementType.FLOAT32, batch, Examples.floats(numbers));
        NumericArray labels = new NumericArray(ElementType.INT32, List.of(1), Examples.ints(0));
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            return evaluator
                    .predict(Examples.of(examples, labels, Scaling.IDENTITY))
                    .toArray();
        }
    }
}
