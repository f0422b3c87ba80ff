// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.technique;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.Scaling;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.array.NumericArray;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Examples;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.callback.Callback;
import io.espalier.train.callback.Callback.EpochEnd;
import io.espalier.train.callback.Callback.Monitor;
import io.espalier.train.callback.EarlyStopping;
import io.espalier.train.history.Metrics;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The order of tfmot's pruning: the mask is taken anew, laid on the weight itself, and the gradient reaches all of the weight. */
class MaskedTrainingTest {
    private static final WeightKey KERNEL = new WeightKey("dense", "kernel");
    private static final float RATE = 0.1f;
    private static final float[] INPUTS = {1, 2, 3, -1, 0.5f, 1};
    private static final float[] TARGETS = {3, 1, -2};

    private final Model start = startingFrom(0.5f, -0.25f);
    private final Dataset examples = Examples.of(
            new NumericArray(ElementType.FLOAT32, List.of(3, 2), Examples.floats(INPUTS)),
            new NumericArray(ElementType.FLOAT32, List.of(3, 1), Examples.floats(TARGETS)),
            Scaling.IDENTITY);
    private final Trainer trainer = Trainer.of(new MeanSquaredError())
            .withOptimizer(Sgd.of(RATE))
            .withBatchSize(1)
            .withShuffling(false)
            .withThreads(1);

    private static Model startingFrom(float first, float second) {
        Model model = Model.sequential().input(2).add(Dense.of(1).withoutBias()).build(1);
        return model.withWeights(model.weights().map((key, tensor) -> Tensor.of(tensor.shape(), first, second)));
    }

    /** Masks that are due at some steps, and the weights from which they were asked for. */
    private static final class ListedMasks implements MaskRule {
        private final Map<Long, float[]> masks = new LinkedHashMap<>();
        private final List<float[]> weights = new ArrayList<>();

        ListedMasks at(long step, float... mask) {
            masks.put(step, mask);
            return this;
        }

        @Override
        public boolean isDue(long step) {
            return masks.containsKey(step);
        }

        @Override
        public WeightMask at(long step, Tensor weight) {
            weights.add(weight.toArray());
            return new WeightMask(Tensor.of(weight.shape(), Objects.requireNonNull(masks.get(step))), step);
        }
    }

    /** The same by hand. */
    private static final class ByHand {
        private final float[] weight = {0.5f, -0.25f};

        void mask(float... mask) {
            weight[0] *= mask[0];
            weight[1] *= mask[1];
        }

        void step(int example) {
            float first = INPUTS[2 * example];
            float second = INPUTS[2 * example + 1];
            float difference = weight[0] * first + weight[1] * second - TARGETS[example];
            weight[0] -= RATE * 2 * difference * first;
            weight[1] -= RATE * 2 * difference * second;
        }
    }

    @Test
    void theMaskIsLaidOnBeforeEachStepAndTheGradientReachesWhatItHides() {
        ListedMasks masks = new ListedMasks().at(2, 0, 1).at(3, 1, 0);

        ParametrizedModel trained = fit(masks).model();

        ByHand expected = new ByHand();
        expected.step(0);
        float[] beforeSecond = expected.weight.clone();
        expected.mask(0, 1);
        expected.step(1);
        float[] beforeThird = expected.weight.clone();
        expected.mask(1, 0);
        expected.step(2);
        expected.mask(1, 0);
        assertThat(masks.weights.get(0)).containsExactly(beforeSecond, within(1e-6f));
        assertThat(masks.weights.get(1)).containsExactly(beforeThird, within(1e-6f));
        assertThat(beforeThird[0]).isNotZero();
        assertThat(trained.strip().weights().get(KERNEL).toArray()).containsExactly(expected.weight, within(1e-6f));
        assertThat(trained.strip().weights().get(KERNEL).get(1)).isEqualTo(0f);
    }

    @Test
    void theMaskIsLaidOnAgainAtTheEndOfAnEpoch() {
        ListedMasks masks = new ListedMasks().at(1, 0, 1).at(4, 1, 1);

        ParametrizedModel once = fit(masks).model();
        trainer.fit(once, examples);

        assertThat(once.raw().weights().get(KERNEL).get(0)).isZero();
        assertThat(once.raw().weights().get(KERNEL).get(1))
                .isEqualTo(once.strip().weights().get(KERNEL).get(1));
        assertThat(masks.weights.get(1))
                .containsExactly(once.raw().weights().get(KERNEL).toArray());
    }

    @Test
    void stepsAndStateGoOnInTheNextTraining() {
        ListedMasks masks = new ListedMasks().at(2, 0, 1).at(5, 1, 0);
        Trainer twice = trainer.withEpochs(2);

        ParametrizedModel first = fit(masks).model();
        ParametrizedModel second = trainer.fit(first, examples).model();
        ParametrizedModel whole = twice.fit(parametrized(masks), examples).model();

        assertThat(first.step()).isEqualTo(3);
        assertThat(second.step()).isEqualTo(6);
        assertThat(first.state().get("dense", "kernel/mask/threshold").get(0)).isEqualTo(2);
        assertThat(second.state().get("dense", "kernel/mask/threshold").get(0)).isEqualTo(5);
        // Plain gradient descent keeps nothing, so to stop in between changes nothing.
        assertThat(second.raw().weights()).isEqualTo(whole.raw().weights());
        assertThat(second.state()).isEqualTo(whole.state());
    }

    @Test
    void callbacksAndValidationSeeTheWeightsAsLayersDo() {
        List<Model> models = new ArrayList<>();
        Callback keeping = new Callback() {
            @Override
            public void onEpochEnd(EpochEnd event) {
                models.add(event.model());
            }
        };

        TrainingResult<ParametrizedModel> result = trainer.withValidation(examples)
                .withCallbacks(keeping)
                .fit(parametrized(new ListedMasks().at(1, 0, 1)), examples);

        assertThat(models).hasSize(1);
        assertThat(models.get(0).weights()).isEqualTo(result.model().strip().weights());
        Metrics validation = result.history().last().validation().orElseThrow();
        try (Evaluator evaluator = Evaluator.of(result.model().strip(), 1)) {
            assertThat(evaluator.evaluate(examples, new MeanSquaredError()).loss())
                    .isCloseTo(validation.loss(), within(1e-6));
        }
    }

    @Test
    void theBestEpochIsRestoredWithItsMask() {
        ListedMasks masks = new ListedMasks().at(4, 0, 0);

        ParametrizedModel best = trainer.withEpochs(2)
                .withValidation(examples)
                .withCallbacks(EarlyStopping.on(Monitor.VALIDATION_LOSS)
                        .withPatience(5)
                        .withBestWeightsRestored())
                .fit(parametrized(masks), examples)
                .model();

        ParametrizedModel first = fit(new ListedMasks()).model();
        assertThat(best.state().get("dense", "kernel/mask/mask")).isEqualTo(Tensor.filled(Shape.of(2, 1), 1));
        assertThat(best.strip().weights()).isEqualTo(first.strip().weights());
    }

    private TrainingResult<ParametrizedModel> fit(ListedMasks masks) {
        return trainer.fit(parametrized(masks), examples);
    }

    private ParametrizedModel parametrized(ListedMasks masks) {
        return ParametrizedModel.of(start).with(KERNEL, new Mask(masks));
    }
}
