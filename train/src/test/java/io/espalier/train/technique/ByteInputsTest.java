// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.ActivationKey;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
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
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bytes divided by 255 are what an input of 8 bits holds: training does not round them again. */
class ByteInputsTest {
    private static final ActivationKey INPUT = ActivationKey.output("input");
    private static final ValueRange UNIT = new ValueRange(0, 1);

    private final Trainer trainer = Trainer.of(new MeanSquaredError())
            .withOptimizer(Sgd.of(0.05f))
            .withBatchSize(16)
            .withSeed(3);

    private static ParametrizedModel rounding(int bits) {
        Model model = Model.sequential().input(1).add(Dense.of(1).withoutBias()).build(1);
        Model set = model.withWeights(model.weights().map((key, tensor) -> Tensor.filled(tensor.shape(), 0.75f)));
        return ParametrizedModel.of(set).with(INPUT, new ActivationFakeQuant(bits, RangeUpdate.ALL_VALUES));
    }

    private static ParametrizedModel inRange(ParametrizedModel model, ValueRange range) {
        Map<WeightKey, Tensor> variables = new LinkedHashMap<>();
        model.variables().forEach(variables::put);
        variables.put(Parametrizations.stateKey(INPUT, "min"), Tensor.filled(Shape.of(), range.min()));
        variables.put(Parametrizations.stateKey(INPUT, "max"), Tensor.filled(Shape.of(), range.max()));
        return model.trained(Weights.of(variables), model.step());
    }

    /** All bytes up to one. */
    private static Dataset bytes(int last, Scaling scaling) {
        byte[] pixels = new byte[last + 1];
        for (int i = 0; i <= last; i++) {
            pixels[i] = (byte) i;
        }
        return Examples.of(
                new NumericArray(ElementType.UINT8, List.of(last + 1, 1), ByteBuffer.wrap(pixels)),
                new NumericArray(ElementType.FLOAT32, List.of(last + 1, 1), Examples.floats(new float[last + 1])),
                scaling);
    }

    /** The same values, stored as what they are scaled to. */
    private static Dataset floats(int last, Scaling scaling) {
        float[] values = new float[last + 1];
        for (int i = 0; i <= last; i++) {
            values[i] = scaling.apply(i);
        }
        return Examples.numbers(values, new float[last + 1]);
    }

    private ParametrizedModel trained(ParametrizedModel model, Dataset dataset) {
        return trainer.fit(model, dataset).model();
    }

    @Test
    void roundingToTheUnitRangeKeepsEachByte() {
        ParametrizedModel rounded = inRange(rounding(8), UNIT);
        try (Evaluator evaluator = Evaluator.of(rounded);
                Evaluator plain = Evaluator.of(rounded.raw())) {
            assertThat(evaluator.predict(bytes(255, Scaling.UNIT))).isEqualTo(plain.predict(bytes(255, Scaling.UNIT)));
        }
    }

    @Test
    void trainingEndsWhereItDoesWithRounding() {
        ParametrizedModel start = inRange(rounding(8), UNIT);

        assertThat(trained(start, bytes(255, Scaling.UNIT)).variables())
                .isEqualTo(trained(start, floats(255, Scaling.UNIT)).variables());
    }

    @Test
    void theRangeIsThatOfAllBytesEvenIfNoneIsBright() {
        assertThat(trained(rounding(8), bytes(99, Scaling.UNIT)).range(INPUT)).isEqualTo(UNIT);
    }

    @Test
    void fewerBitsSeeWhatThereIs() {
        assertThat(trained(rounding(4), bytes(99, Scaling.UNIT)).range(INPUT).max())
                .isEqualTo(Scaling.UNIT.apply(99));
    }

    /** Zero lies between two of the values that bytes may have. */
    @Test
    void bytesAroundZeroAreRounded() {
        ParametrizedModel scaled = trained(rounding(8), bytes(255, Scaling.SIGNED_UNIT));

        assertThat(scaled.variables())
                .isEqualTo(
                        trained(rounding(8), floats(255, Scaling.SIGNED_UNIT)).variables());
    }

    @Test
    void aWiderRangeFromEarlierTrainingStays() {
        ValueRange wide = new ValueRange(0, 2);

        assertThat(trained(inRange(rounding(8), wide), bytes(255, Scaling.UNIT)).range(INPUT))
                .isEqualTo(wide);
    }
}
