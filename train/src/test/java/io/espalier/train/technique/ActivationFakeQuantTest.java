// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensor.ValueRange;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import io.espalier.train.Trainer;
import io.espalier.train.applied.Parametrizations;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.technique.ActivationFakeQuant.RangeUpdate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/** Ranges as batches move them, and what is rounded by them. */
class ActivationFakeQuantTest {
    private static final ActivationKey INPUT = ActivationKey.output("input");

    private final Trainer trainer = Trainer.of(new MeanSquaredError())
            .withOptimizer(Sgd.of(0.5f))
            .withBatchSize(2)
            .withShuffling(false);

    private static ParametrizedModel rounding(RangeUpdate update) {
        Model model = Model.sequential().input(1).add(Dense.of(1).withoutBias()).build(1);
        Model set = model.withWeights(model.weights().map((key, tensor) -> Tensor.filled(tensor.shape(), 1)));
        return ParametrizedModel.of(set).with(INPUT, new ActivationFakeQuant(8, update));
    }

    private static ParametrizedModel inRange(ParametrizedModel model, float min, float max) {
        Map<WeightKey, Tensor> variables = new LinkedHashMap<>();
        model.variables().forEach(variables::put);
        variables.put(Parametrizations.stateKey(INPUT, "min"), Tensor.filled(Shape.of(), min));
        variables.put(Parametrizations.stateKey(INPUT, "max"), Tensor.filled(Shape.of(), max));
        return model.trained(Weights.of(variables), model.step());
    }

    private ValueRange rangeAfter(ParametrizedModel model, float... batches) {
        return trainer.fit(model, Examples.numbers(batches, batches))
                .model()
                .strip()
                .quantization()
                .orElseThrow()
                .range(INPUT)
                .orElseThrow();
    }

    /** From tfmot's quant_ops_test: from 0, values from -1 to 1 and then zeros. */
    @Test
    void averagesMoveAThousandthOfTheWay() {
        ValueRange range = rangeAfter(inRange(rounding(RangeUpdate.MOVING_AVERAGE), 0, 0), -1, 1, 0, 0);

        assertThat(range.min()).isCloseTo(-0.000999f, within(1e-8f));
        assertThat(range.max()).isCloseTo(0.000999f, within(1e-8f));
    }

    @Test
    void averagesStartAtSixAndHoldZero() {
        ValueRange range = rangeAfter(rounding(RangeUpdate.MOVING_AVERAGE), 2, 3);

        assertThat(range.min()).isCloseTo(-6 + 0.006f, within(1e-5f));
        assertThat(range.max()).isCloseTo(6 - 0.003f, within(1e-5f));
    }

    @Test
    void averagesMayStartAtTheFirstBatch() {
        float[] first = {-2};
        ParametrizedModel begun = trainer.fit(
                        rounding(RangeUpdate.MOVING_FROM_FIRST_BATCH), Examples.numbers(first, first))
                .model();

        assertThat(begun.range(INPUT)).isEqualTo(new ValueRange(-2, 0));
        assertThat(rangeAfter(begun, 3)).isEqualTo(new ValueRange(-2 * 0.999f, 3 * 0.001f));
    }

    @Test
    void theRangeOfWhatIsRectifiedStartsAtZero() {
        Model model = Model.sequential()
                .input(1)
                .add(Dense.of(1).withoutBias().withActivation(ActivationFunction.RELU))
                .build(1);
        Model set = model.withWeights(model.weights().map((key, tensor) -> Tensor.filled(tensor.shape(), 1)));
        ActivationKey output = ActivationKey.output("dense");

        ValueRange range = trainer.fit(
                        ParametrizedModel.of(set).with(output, new ActivationFakeQuant(8, RangeUpdate.MOVING_AVERAGE)),
                        Examples.numbers(new float[] {2, 3}, new float[] {0, 0}))
                .model()
                .strip()
                .quantization()
                .orElseThrow()
                .range(output)
                .orElseThrow();

        float greatest = rangeAfter(rounding(RangeUpdate.MOVING_AVERAGE), 2, 3).max();
        assertThat(range).isEqualTo(new ValueRange(0, greatest));
    }

    /** From tfmot's quant_ops_test. */
    @Test
    void inputsHaveTheRangeOfAllTheirValues() {
        assertThat(rangeAfter(rounding(RangeUpdate.ALL_VALUES), -5, 1, -1, 5)).isEqualTo(new ValueRange(-5, 5));
    }

    /** From TensorFlow's fake quantization tests. */
    @ParameterizedTest
    @CsvSource({
        "0, 1, 0.25, 0.25098",
        "0, 1, 0.5, 0.498039",
        "0, 1, 0.4444444, 0.443137",
        "0, 1, 7, 1",
        "0, 1, 1e-5, 0",
        "-0.9, 0.9, -0.9, -0.896471",
        "-0.9, 0.9, 0.25, 0.247059",
        "-0.9, 0.9, 0.5, 0.501176",
        "-0.9, 0.9, 0, 0"
    })
    void aModelInUseRoundsByTheRangeAndLeavesItAlone(float min, float max, float value, float rounded) {
        try (Evaluator evaluator = Evaluator.of(inRange(rounding(RangeUpdate.ALL_VALUES), min, max))) {
            for (int time = 0; time < 2; time++) {
                assertThat(evaluator
                                .predict(Examples.numbers(new float[] {value}, new float[] {0}))
                                .get(0))
                        .isCloseTo(rounded, within(1e-6f));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6, 7, 8})
    void asManyBitsTellAsManyValuesApart(int bits) {
        Model model = Model.sequential().input(1).add(Dense.of(1).withoutBias()).build(1);
        Model set = model.withWeights(model.weights().map((key, tensor) -> Tensor.filled(tensor.shape(), 1)));
        ParametrizedModel rounding = inRange(
                ParametrizedModel.of(set).with(INPUT, new ActivationFakeQuant(bits, RangeUpdate.MOVING_AVERAGE)),
                -1,
                3);
        float[] inputs = new float[4000];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = -1.5f + i / 800f;
        }
        try (Evaluator evaluator = Evaluator.of(rounding)) {
            Tensor rounded = evaluator.predict(Examples.numbers(inputs, inputs));

            assertThat(IntStream.range(0, inputs.length).mapToObj(rounded::get).distinct())
                    .hasSize(1 << bits);
        }
    }

    @Test
    void whatAModelTellsOfItsRangesIsWhereTheyGoOn() {
        Model told = inRange(rounding(RangeUpdate.MOVING_AVERAGE), -1, 3).strip();

        ParametrizedModel again =
                ParametrizedModel.of(told).with(INPUT, new ActivationFakeQuant(8, RangeUpdate.MOVING_AVERAGE));

        assertThat(again.strip().quantization()).isEqualTo(told.quantization());
    }

    @Test
    void trainingInFloatForgetsTheRanges() {
        Model told = inRange(rounding(RangeUpdate.MOVING_AVERAGE), -1, 3).strip();

        Model trained = trainer.fit(told, Examples.numbers(new float[] {1, 2}, new float[] {0, 0}))
                .model();

        assertThat(trained.quantization()).isEmpty();
    }

    @Test
    void theGradientIsZeroBeyondTheRange() {
        Model model = Model.sequential().input(1).add(Dense.of(1).withoutBias()).build(1);
        Model set = model.withWeights(model.weights().map((key, tensor) -> Tensor.filled(tensor.shape(), 1)));
        ParametrizedModel bounded = ParametrizedModel.of(set)
                .with(ActivationKey.output("dense"), new ActivationFakeQuant(8, RangeUpdate.MOVING_AVERAGE));

        Weights trained = trainer.fit(bounded, Examples.numbers(new float[] {100, 100}, new float[] {0, 0}))
                .model()
                .raw()
                .weights();

        assertThat(trained.get("dense", "kernel").get(0)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, false", "1, true", "100, false"})
    void whatIsRectifiedPassesAGradientAboveZeroAndWithinTheRange(float value, boolean passed) {
        Model model = Model.sequential()
                .input(1)
                .add(Dense.of(1).withActivation(ActivationFunction.RELU))
                .build(1);
        Model set = model.withWeights(model.weights()
                .map((key, tensor) -> Tensor.filled(tensor.shape(), key.weight().equals("kernel") ? 1 : 0)));
        ParametrizedModel rounded = ParametrizedModel.of(set)
                .with(ActivationKey.output("dense"), new ActivationFakeQuant(8, RangeUpdate.MOVING_AVERAGE));

        Weights trained = trainer.fit(rounded, Examples.numbers(new float[] {value, value}, new float[] {-5, -5}))
                .model()
                .raw()
                .weights();

        assertThat(trained.get("dense", "bias").get(0) != 0).isEqualTo(passed);
    }

    @Test
    void withoutAGradientOfTheOperationItsOwnIsTheSame() {
        ActivationFakeQuant fakeQuant = new ActivationFakeQuant(8, RangeUpdate.MOVING_AVERAGE);
        try (Graph graph = new Graph();
                Session session = new Session(graph)) {
            Ops tf = Ops.create(graph);
            Operand<TFloat32> values = tf.constant(new float[] {-2, -0.5f, 0.4444444f, 7});
            Operand<TFloat32> rounded = fakeQuant.passedThrough(tf, values, tf.constant(-1f), tf.constant(1f));
            Output<?>[] gradients = graph.addGradients(
                    tf.reduceSum(rounded, tf.constant(0)).asOutput(), new Output<?>[] {values.asOutput()});
            try (Result result =
                    session.runner().fetch(rounded).fetch(gradients[0]).run()) {
                assertThat(floats(result, 0)).containsExactly(new float[] {-1, -0.5f, 0.443f, 1}, within(0.005f));
                assertThat(floats(result, 1)).containsExactly(0, 1, 1, 0);
            }
        }
    }

    private static float[] floats(Result result, int position) {
        float[] values = new float[4];
        result.get(position).asRawTensor().data().asFloats().read(values);
        return values;
    }
}
