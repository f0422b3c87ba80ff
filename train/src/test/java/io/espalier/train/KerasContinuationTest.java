// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.ElementType;
import io.espalier.data.array.ArrayDataset;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.Weights;
import io.espalier.model.keras.KerasTraining;
import io.espalier.model.keras.KerasTraining.OptimizerState;
import io.espalier.model.keras.KerasTraining.OutputLoss;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.history.TrainingException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A step of {@code y = w x} with w = 2, x = 1 and the target 0: the gradient is 4. */
class KerasContinuationTest {
    @Test
    void adamGoesOnWithItsMomentsAndCountsOn() {
        Weights moments = Weights.of(
                Map.of(new WeightKey("dense", "kernel/m"), number(1), new WeightKey("dense", "kernel/v"), number(9)));
        OptimizerState adam = new OptimizerState(
                "adam", Map.of("learning_rate", 0.5, "beta_1", 0.5, "beta_2", 0.5, "epsilon", 1e-7), 2, moments);

        float weight = stepped(training("mean_squared_error", adam));

        // In the third step: m = 0.5 + 2, v = 4.5 + 8; rate * sqrt(1 - 0.5^3) / (1 - 0.5^3).
        double rate = 0.5 * Math.sqrt(1 - 0.125) / (1 - 0.125);
        assertThat(weight).isCloseTo((float) (2 - rate * 2.5 / Math.sqrt(12.5)), within(1e-5f));
    }

    @Test
    void gradientDescentGoesOnWithItsMomentum() {
        OptimizerState sgd = new OptimizerState(
                "sgd",
                Map.of("learning_rate", 0.25, "momentum", 0.5),
                7,
                Weights.of(Map.of(new WeightKey("dense", "kernel/momentum"), number(0.5f))));

        assertThat(stepped(training("mean_squared_error", sgd))).isCloseTo(2 + 0.25f - 1, within(1e-6f));
    }

    @Test
    void whatIsNotHereIsRefused() {
        OptimizerState nadam = new OptimizerState("nadam", Map.of(), 0, Weights.of(Map.of()));
        OptimizerState amsgrad = new OptimizerState("adam", Map.of("amsgrad", 1.0), 0, Weights.of(Map.of()));

        assertThatThrownBy(() -> Trainer.continuing(training("mean_squared_error", nadam)))
                .isInstanceOf(TrainingException.class)
                .hasMessageContainingAll("'nadam'", "adam, sgd and rmsprop");
        assertThatThrownBy(() -> Trainer.continuing(training("mean_squared_error", amsgrad)))
                .hasMessageContaining("amsgrad");
        assertThatThrownBy(() -> Trainer.continuing(training("hinge", nadam))).hasMessageContaining("'hinge'");
    }

    private static KerasTraining training(String loss, OptimizerState optimizer) {
        return new KerasTraining(
                List.of(new OutputLoss(Optional.empty(), Optional.of(loss), false, 1)),
                List.of(),
                Optional.of(optimizer));
    }

    private static float stepped(KerasTraining before) {
        Model model = Model.sequential().input(1).add(Dense.of(1).withoutBias()).build(1);
        Model two = model.withWeights(model.weights().map((key, value) -> number(2)));
        ArrayDataset one = ArrayDataset.of("one", rows(1), rows(0), Scaling.IDENTITY, List.of());
        return Trainer.continuing(before)
                .withThreads(1)
                .fit(two, one)
                .model()
                .weights()
                .get("dense", "kernel")
                .get(0);
    }

    private static Tensor number(float value) {
        return Tensor.of(Shape.of(1, 1), value);
    }

    private static NumericArray rows(float value) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Float.BYTES).order(ByteOrder.nativeOrder());
        return new NumericArray(ElementType.FLOAT32, List.of(1, 1), bytes.putFloat(0, value));
    }
}
