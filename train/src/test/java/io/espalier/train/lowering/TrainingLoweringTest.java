// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.Weights;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import io.espalier.train.Trainer;
import io.espalier.train.loss.MeanSquaredError;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingLoweringTest {
    private static final float[] INPUTS = {1, 4, 2, 9};

    @Test
    void picturesKeepTheUnbiasedVarianceInTheMovingAverage() {
        Model model = Model.sequential()
                .input(1, 2, 1)
                .add(BatchNormalization.defaults())
                .add(new Flatten())
                .add(Dense.of(1))
                .build(1);
        Dataset examples = examples(List.of(2, 1, 2, 1), 2);

        Weights weights = oneStep(model, examples);

        assertMovingAverages(weights, 38 / 3.0);
    }

    @Test
    void otherInputsKeepTheBiasedVarianceInTheMovingAverage() {
        Model model = Model.sequential()
                .input(1)
                .add(BatchNormalization.defaults())
                .add(Dense.of(1))
                .build(1);
        Dataset examples = examples(List.of(4, 1), 4);

        Weights weights = oneStep(model, examples);

        assertMovingAverages(weights, 38 / 4.0);
    }

    // The inputs have mean 4, and their squared distances from it sum to 38.
    private static void assertMovingAverages(Weights weights, double variance) {
        assertThat(weights.get("batch_normalization", "moving_mean").get(0)).isCloseTo(0.01f * 4, within(1e-6f));
        assertThat(weights.get("batch_normalization", "moving_variance").get(0))
                .isCloseTo((float) (0.99 + 0.01 * variance), within(1e-6f));
    }

    @Test
    void dropoutDropsItsShareAndScalesTheRestUp() {
        Model model = Model.sequential().input(10_000).add(new Dropout(0.2f)).build(1);
        float[] ones = new float[10_000];
        Arrays.fill(ones, 1);
        Dataset examples = Examples.of(
                new NumericArray(ElementType.FLOAT32, List.of(1, 10_000), Examples.floats(ones)),
                new NumericArray(ElementType.FLOAT32, List.of(1, 10_000), Examples.floats(new float[10_000])),
                Scaling.IDENTITY);

        double trained = Trainer.of(new MeanSquaredError())
                .withThreads(2)
                .fit(model, examples)
                .history()
                .last()
                .training()
                .loss();

        // The mean of squares of 1.25 where a number stayed, which are 8 in 10.
        assertThat(trained).isCloseTo(1.25 * 1.25 * 0.8, within(0.02));
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            assertThat(evaluator.evaluate(examples, new MeanSquaredError()).loss())
                    .isEqualTo(1);
        }
    }

    private static Weights oneStep(Model model, Dataset examples) {
        return Trainer.of(new MeanSquaredError())
                .withBatchSize(4)
                .withThreads(2)
                .fit(model, examples)
                .model()
                .weights();
    }

    private static Dataset examples(List<Integer> shape, int count) {
        return Examples.of(
                new NumericArray(ElementType.FLOAT32, shape, Examples.floats(INPUTS)),
                new NumericArray(ElementType.FLOAT32, List.of(count, 1), Examples.floats(new float[count])),
                Scaling.IDENTITY);
    }
}
