// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private final Dataset pictures = Quarters.pictures(1000, 1);
    private final Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
            .optimizer(Adam.of(0.01f))
            .batchSize(32)
            .epochs(3)
            .threads(2);

    @Test
    void aModelLearnsAndTheEvaluatorAgreesWithTheValidation() {
        Dataset test = Quarters.pictures(500, 2);

        TrainingResult result = trainer.validation(test).fit(Quarters.model(ActivationFunction.LINEAR), pictures);

        EpochRecord last = result.history().last();
        assertThat(last.training().loss())
                .isLessThan(result.history().epochs().get(0).training().loss() / 2);
        assertThat(last.validation().orElseThrow().accuracy().orElseThrow()).isGreaterThan(0.95);
        try (Evaluator evaluator = Evaluator.of(result.model(), 2)) {
            Metrics again = evaluator.evaluate(test, SparseCategoricalCrossentropy.fromLogits());
            assertThat(again.accuracy()).isEqualTo(last.validation().get().accuracy());
        }
    }

    @Test
    void theSameSeedGivesTheSameWeightsAndAnotherGivesOthers() {
        Model model = Quarters.model(ActivationFunction.LINEAR);

        Model first = trainer.seed(5).fit(model, pictures).model();
        Model second = trainer.seed(5).fit(model, pictures).model();
        Model other = trainer.seed(6).fit(model, pictures).model();

        assertThat(first.weights()).isEqualTo(second.weights()).isNotEqualTo(other.weights());
    }
}
