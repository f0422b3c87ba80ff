// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Examples;
import io.espalier.train.LearningRateSchedule;
import io.espalier.train.Trainer;
import io.espalier.train.loss.MeanSquaredError;
import org.junit.jupiter.api.Test;

/** One weight w, trained so that its gradient is 2w in each step. */
class OptimizerTest {
    private static final int STEPS = 4;
    private final Dataset oneExample = Examples.numbers(new float[] {1}, new float[] {0});

    @Test
    void adamFollowsItsFormula() {
        double w = 1.5;
        double m = 0;
        double v = 0;
        for (int t = 1; t <= STEPS; t++) {
            double gradient = 2 * w;
            m = 0.9 * m + 0.1 * gradient;
            v = 0.999 * v + 0.001 * gradient * gradient;
            w -= 0.1 * Math.sqrt(1 - Math.pow(0.999, t)) / (1 - Math.pow(0.9, t)) * m / (Math.sqrt(v) + 1e-7);
        }

        assertThat(trained(Adam.of(0.1f))).isCloseTo((float) w, within(1e-5f));
    }

    @Test
    void gradientDescentFollowsItsFormula() {
        assertThat(trained(Sgd.of(0.1f))).isCloseTo((float) (1.5 * Math.pow(0.8, STEPS)), within(1e-6f));
    }

    @Test
    void momentumScalesTheGradientByTheRateOfItsStep() {
        double w = 1.5;
        double velocity = 0;
        for (int step = 0; step < STEPS; step++) {
            velocity = 0.9 * velocity - rate(step) * 2 * w;
            w += velocity;
        }

        assertThat(trained(Sgd.of(0.1f).withMomentum(0.9f))).isCloseTo((float) w, within(1e-5f));
    }

    @Test
    void nesterovLooksAhead() {
        double w = 1.5;
        double velocity = 0;
        for (int step = 0; step < STEPS; step++) {
            double gradient = 2 * w;
            velocity = 0.9 * velocity - rate(step) * gradient;
            w += 0.9 * velocity - rate(step) * gradient;
        }

        assertThat(trained(Sgd.of(0.1f).withMomentum(0.9f).withNesterov())).isCloseTo((float) w, within(1e-5f));
    }

    @Test
    void rmsPropFollowsItsFormula() {
        double w = 1.5;
        double velocity = 0;
        double momentum = 0;
        for (int step = 0; step < STEPS; step++) {
            double gradient = 2 * w;
            velocity = 0.9 * velocity + 0.1 * gradient * gradient;
            momentum = 0.5 * momentum + 0.1 * gradient / Math.sqrt(velocity + 1e-7);
            w -= momentum;
        }

        assertThat(trained(RmsProp.of(0.1f).withMomentum(0.5f))).isCloseTo((float) w, within(1e-5f));
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> Adam.of(0))
                .hasMessageContaining("learning rate of Adam must be greater than 0, not 0.0");
        assertThatThrownBy(() -> Sgd.defaults().withMomentum(1))
                .hasMessageContaining("momentum of SGD must be at least 0");
    }

    // Momentum with a rate that changes tells Keras's formula from TensorFlow's older one.
    private static double rate(int step) {
        return step < 2 ? 0.1 : 0.02;
    }

    private float trained(Optimizer optimizer) {
        boolean changes = optimizer instanceof Sgd sgd && sgd.momentum() > 0;
        LearningRateSchedule schedule =
                changes ? (step, epoch) -> rate((int) step) : LearningRateSchedule.constant(0.1);
        Model model = Model.sequential().input(1).add(Dense.of(1).withoutBias()).build(1);
        Model start = model.withWeights(model.weights().map((key, tensor) -> Tensor.filled(tensor.shape(), 1.5f)));
        return Trainer.of(new MeanSquaredError())
                .withOptimizer(optimizer)
                .withLearningRate(schedule)
                .withEpochs(STEPS)
                .withThreads(2)
                .fit(start, oneExample)
                .model()
                .weights()
                .get("dense", "kernel")
                .get(0);
    }
}
