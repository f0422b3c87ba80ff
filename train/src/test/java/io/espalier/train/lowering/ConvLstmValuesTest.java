// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.recurrent.RecurrentLayer.Recurrence;
import io.espalier.model.layer.reshaping.Cropping1D;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.layer.sequence.CallOutput;
import io.espalier.model.layer.sequence.ConvLstmCall;
import io.espalier.model.layer.sequence.StepMask;
import io.espalier.model.layer.volume.ConvLSTM2D;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** ConvLSTM2D with masks and states: over pictures of one pixel it is an LSTM, which {@link NaiveSequences} computes number by number. */
class ConvLstmValuesTest {
    private static final int FEATURES = 2;
    private static final int FILTERS = 3;
    private static final List<Shape> OUTPUTS =
            List.of(Shape.of(1, 1, FILTERS), Shape.of(1, 1, FILTERS), Shape.of(1, 1, FILTERS));
    private static final double[][] STEPS = {{1, -0.5}, {0, 0}, {0.25, 2}, {-1, 1}};

    private final FunctionalBuilder graph = Model.functional();
    private final SymbolicTensor input = graph.input(STEPS.length, FEATURES);

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
        Conv2D convolution =
                new Conv2D(FILTERS, Size.ONE, Size.ONE, Padding.SAME, Size.ONE, ActivationFunction.TANH, true);
        return new ConvLSTM2D(convolution, ActivationFunction.SIGMOID, true, false, Recurrence.DEFAULTS);
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
        NumericArray examples =
                new NumericArray(ElementType.FLOAT32, List.of(1, STEPS.length, FEATURES), Examples.floats(steps));
        NumericArray labels = new NumericArray(ElementType.INT32, List.of(1), Examples.ints(0));
        try (Evaluator evaluator = Evaluator.of(model, 1)) {
            return evaluator
                    .predict(Examples.of(examples, labels, Scaling.IDENTITY))
                    .toArray();
        }
    }
}
