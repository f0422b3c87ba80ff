// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The lab's model, trained on real digits and then pruned from 0.5 to 0.8. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrunedTrainingTest {
    private final DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    private final int stepsPerEpoch = (digits.train().size() + 63) / 64;
    private final Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
            .withOptimizer(Adam.of(0.003f))
            .withBatchSize(64)
            .withEpochs(2)
            .withValidation(digits.test())
            .withThreads(2);
    private final Pruning pruning = Pruning.lowMagnitude(
            PolynomialDecay.from(0.5).to(0.8).over(0, 2L * stepsPerEpoch).withFrequency(stepsPerEpoch / 4));
    private ParametrizedModel start = ParametrizedModel.of(network());

    private static Model network() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);
    }

    @BeforeAll
    void train() {
        start = pruning.apply(trainer.fit(network(), digits.train()).model());
    }

    @Test
    void fourOfFiveWeightsBecomeZeroAndTheDigitsAreStillKnown() {
        TrainingResult<ParametrizedModel> result = trainer.fit(start, digits.train());

        Model stripped = result.model().strip();
        Tensor dense = stripped.weights().get("dense", "kernel");
        Tensor convolution = stripped.weights().get("conv2d", "kernel");
        assertThat(Math.round(dense.sparsity() * 20280)).isEqualTo(20280 - 4056);
        assertThat(Math.round(convolution.sparsity() * 108)).isEqualTo(108 - 22);
        for (float value : dense.toArray()) {
            assertThat(Float.floatToRawIntBits(value)).as("a negative zero").isNotEqualTo(Float.floatToRawIntBits(-0f));
        }
        assertThat(result.history().last().validation().orElseThrow().accuracy().orElseThrow())
                .isGreaterThan(0.9);
        assertThat(stripped.nodes()).isEqualTo(start.raw().nodes());
    }

    @Test
    void theSameSeedGivesTheSameWeights() {
        Trainer once = trainer.withEpochs(1).withSeed(3);

        ParametrizedModel first = once.fit(start, digits.train()).model();
        ParametrizedModel second = once.fit(start, digits.train()).model();

        assertThat(first.variables()).isEqualTo(second.variables());
    }

    @Test
    void aPrunedModelIsPrunedOnFromWhereItWas() {
        ParametrizedModel half =
                trainer.withEpochs(1).fit(start, digits.train()).model();
        ParametrizedModel whole =
                trainer.withEpochs(1).fit(half, digits.train()).model();

        assertThat(half.step()).isEqualTo(stepsPerEpoch);
        assertThat(half.strip().weights().get("dense", "kernel").sparsity()).isBetween(0.7, 0.79);
        assertThat(whole.strip().weights().get("dense", "kernel").sparsity()).isGreaterThan(0.799);
    }

    @Test
    void groupsArePrunedOnceBeforeTheFirstStep() {
        Model pruned = trainer.withEpochs(1)
                .fit(
                        Pruning.lowMagnitude(ConstantSparsity.of(0.5))
                                .withPattern(SparsityPattern.mOfN(2, 4))
                                .withLayers("dense")
                                .apply(start.strip()),
                        digits.train())
                .model()
                .strip();

        assertThat(pruned.weights().get("dense", "kernel").sparsity()).isEqualTo(0.5);
    }
}
