// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compress.prune.ConstantSparsity;
import io.espalier.compress.prune.Pruning;
import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.model.Model;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lab's model, trained on real digits and then clustered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClusteredTrainingTest {
    private static final WeightKey CONVOLUTION = new WeightKey("conv2d", "kernel");
    private static final WeightKey DENSE = new WeightKey("dense", "kernel");

    private final DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
    private final Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
            .withOptimizer(Adam.of(0.003f))
            .withBatchSize(64)
            .withEpochs(2)
            .withThreads(2);
    private final Trainer careful = trainer.withOptimizer(Adam.of(0.0005f)).withEpochs(1);
    private Model trained = network();

    private static Model network() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10))
                .build(1);
    }

    @BeforeAll
    void train() {
        trained = trainer.fit(network(), digits.train()).model();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void eightValuesAWeightAreEnoughToKnowTheDigits(boolean average) {
        Clustering eight = Clustering.of(8);
        ParametrizedModel start = (average ? eight.withAveragedGradients() : eight).apply(trained);

        ParametrizedModel clustered = careful.fit(start, digits.train()).model();

        Model stripped = clustered.strip();
        assertThat(Distinct.bits(stripped.weights().get(CONVOLUTION))).hasSizeBetween(5, 8);
        assertThat(Distinct.bits(stripped.weights().get(DENSE))).hasSizeBetween(5, 8);
        assertThat(clustered.state()).isNotEqualTo(start.state());
        assertThat(clustered.raw().weights().get(DENSE))
                .isNotEqualTo(trained.weights().get(DENSE));
        assertThat(accuracy(stripped)).isGreaterThan(accuracy(trained) - 0.02);
        assertThat(stripped.nodes()).isEqualTo(trained.nodes());
    }

    @Test
    void trainingMakesUpForCentroidsThatStartBadly() {
        ParametrizedModel start = Clustering.of(4)
                .withInitialization(CentroidInitialization.LINEAR)
                .apply(trained);

        Model clustered =
                careful.withEpochs(2).fit(start, digits.train()).model().strip();

        assertThat(accuracy(clustered)).isGreaterThan(accuracy(start.strip()) + 0.02);
    }

    @Test
    void theSameSeedGivesTheSameCentroids() {
        ParametrizedModel start = Clustering.of(8).withCentroidsPerChannel().apply(trained);

        assertThat(careful.fit(start, digits.train()).model().variables())
                .isEqualTo(careful.fit(start, digits.train()).model().variables());
    }

    @Test
    void zerosStayZeroWhileCentroidsAreTrained() {
        Model pruned = Pruning.oneShot(0.6).apply(trained);

        Model clustered = careful.fit(Clustering.of(8).apply(pruned), digits.train())
                .model()
                .strip();

        Tensor before = pruned.weights().get(DENSE);
        Tensor after = clustered.weights().get(DENSE);
        for (int i = 0; i < before.shape().elements(); i++) {
            if (before.get(i) == 0) {
                assertThat(Float.floatToRawIntBits(after.get(i))).isZero();
            }
        }
        assertThat(Distinct.bits(after)).hasSizeBetween(5, 8);
        assertThat(after).isNotEqualTo(Clustering.of(8).once(pruned).weights().get(DENSE));
    }

    @Test
    void aWeightIsPrunedAndClusteredInTheSameTraining() {
        ParametrizedModel both = Clustering.of(8)
                .apply(Pruning.lowMagnitude(ConstantSparsity.of(0.7).withFrequency(5))
                        .apply(trained));

        Model stripped = careful.fit(both, digits.train()).model().strip();

        assertThat(stripped.weights().get(DENSE).sparsity()).isGreaterThanOrEqualTo(0.7);
        assertThat(Distinct.bits(stripped.weights().get(DENSE))).hasSizeBetween(3, 8);
        assertThat(accuracy(stripped)).isGreaterThan(accuracy(trained) - 0.1);
    }

    private double accuracy(Model model) {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return evaluator
                    .evaluate(digits.test(), SparseCategoricalCrossentropy.fromLogits())
                    .accuracy()
                    .orElseThrow();
        }
    }
}
