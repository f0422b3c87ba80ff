// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.parametrize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.Dense;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Examples;
import io.espalier.train.Trainer;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.optimizer.Sgd;
import io.espalier.train.technique.Mask;
import io.espalier.train.technique.MaskRule;
import io.espalier.train.technique.Parametrization;
import io.espalier.train.technique.ParametrizationSite;
import io.espalier.train.technique.StateVariable;
import io.espalier.train.technique.WeightMask;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** State of every kind, on a parametrization that needs all of them. */
class ParametrizedModelTest {
    private static final WeightKey KERNEL = new WeightKey("dense", "kernel");

    private final Model model = weighing(3);
    private final Dataset examples = Examples.numbers(new float[] {2, 2}, new float[] {10, 10});

    private static Model weighing(float weight) {
        Model model = Model.sequential().input(1).add(Dense.of(1).withoutBias()).build(1);
        return model.withWeights(model.weights().map((key, tensor) -> Tensor.filled(tensor.shape(), weight)));
    }

    /** A weight times a factor that is trained too; counts the training steps in the graph. */
    private record Scaled(String name, float factor) implements Parametrization {
        @Override
        public List<StateVariable> state(Tensor value) {
            return List.of(
                    StateVariable.trainable("factor", Tensor.filled(Shape.of(), factor)),
                    StateVariable.fixed("first", value),
                    StateVariable.fixed("steps", Tensor.filled(Shape.of(), 0)));
        }

        @Override
        public boolean projects() {
            return false;
        }

        @Override
        public Operand<TFloat32> apply(ParametrizationSite site, Operand<TFloat32> weight) {
            site.update(
                    "steps", site.tf().math.add(site.state("steps"), site.tf().constant(1f)));
            return site.tf().math.mul(weight, site.state("factor"));
        }
    }

    @Test
    void theOptimizerTrainsTheWeightAndTheStateThatCanBe() {
        ParametrizedModel scaled = ParametrizedModel.of(model).with(KERNEL, new Scaled("scaled", 0.5f));

        ParametrizedModel trained = Trainer.of(new MeanSquaredError())
                .withOptimizer(Sgd.of(0.01f))
                .withBatchSize(2)
                .fit(scaled, examples)
                .model();

        // 2 * 3 * 0.5 = 3 where 10 is wanted: the gradient of the loss by the output is -14
        assertThat(trained.raw().weights().get(KERNEL).get(0)).isCloseTo(3 + 0.14f * 2 * 0.5f, within(1e-5f));
        assertThat(state(trained, "scaled/factor")).isCloseTo(0.5f + 0.14f * 2 * 3, within(1e-5f));
        assertThat(trained.strip().weights().get(KERNEL).get(0))
                .isEqualTo(trained.raw().weights().get(KERNEL).get(0) * state(trained, "scaled/factor"));
    }

    @Test
    void stateThatChangesInTheGraphDoesSoWithEachTrainingStepAndWithNoOther() {
        ParametrizedModel trained = Trainer.of(new MeanSquaredError())
                .withOptimizer(Adam.defaults())
                .withBatchSize(1)
                .withEpochs(3)
                .withValidation(examples)
                .fit(ParametrizedModel.of(model).with(KERNEL, new Scaled("scaled", 1)), examples)
                .model();

        assertThat(state(trained, "scaled/steps")).isEqualTo(6);
        assertThat(trained.step()).isEqualTo(6);
    }

    @Test
    void oneLiesOnAnother() {
        ParametrizedModel twice = ParametrizedModel.of(model)
                .with(KERNEL, new Scaled("half", 0.5f))
                .with(KERNEL, new Scaled("quarter", 0.25f));

        assertThat(twice.strip().weights().get(KERNEL).get(0)).isEqualTo(0.375f);
        assertThat(state(twice, "half/first")).isEqualTo(3);
        assertThat(state(twice, "quarter/first")).isEqualTo(1.5f);
        assertThat(twice.trainableState(KERNEL))
                .extracting(WeightKey::toString)
                .containsExactly("dense/kernel/half/factor", "dense/kernel/quarter/factor");
    }

    @Test
    void aMaskLiesBelowWhateverDoesNotChangeTheWeightItself() {
        ParametrizedModel scaled = ParametrizedModel.of(model).with(KERNEL, new Scaled("scaled", 1));

        assertThatThrownBy(() -> scaled.with(KERNEL, new Mask(never())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mask' cannot be added to 'scaled' of weight 'dense/kernel'");
        assertThatThrownBy(() -> scaled.with(KERNEL, new Scaled("scaled", 2)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> scaled.with(new WeightKey("dense", "nucleus"), new Scaled("scaled", 2)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("dense/nucleus");
    }

    @Test
    void aModelWithNothingOnItIsItself() {
        assertThat(ParametrizedModel.of(model).strip()).isSameAs(model);
        assertThat(ParametrizedModel.of(model).summary()).isEqualTo(model.summary());
    }

    private static MaskRule never() {
        return new MaskRule() {
            @Override
            public boolean isDue(long step) {
                return false;
            }

            @Override
            public WeightMask at(long step, Tensor weight) {
                throw new AssertionError("never changes");
            }
        };
    }

    private static float state(ParametrizedModel model, String name) {
        return model.state().get("dense", "kernel/" + name).get(0);
    }
}
