// SPDX-License-Identifier: Apache-2.0
package io.espalier.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Dropout;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.train.callback.Callback;
import io.espalier.train.callback.Callback.Step;
import io.espalier.train.callback.Callback.TrainEnd;
import io.espalier.train.callback.Callback.TrainStart;
import io.espalier.train.history.History;
import io.espalier.train.history.Metrics;
import io.espalier.train.history.TrainingException;
import io.espalier.train.loss.MeanSquaredError;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private final Dataset pictures = Quarters.pictures(1000, 1);
    private final Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
            .withOptimizer(Adam.of(0.01f))
            .withBatchSize(32)
            .withEpochs(3)
            .withThreads(2);

    @Test
    void aModelLearnsAndTheEvaluatorAgreesWithTheValidation() {
        Dataset test = Quarters.pictures(500, 2);

        TrainingResult<Model> result =
                trainer.withValidation(test).fit(Quarters.model(ActivationFunction.LINEAR), pictures);

        History.Epoch last = result.history().last();
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

        Model first = trainer.withSeed(5).fit(model, pictures).model();
        Model second = trainer.withSeed(5).fit(model, pictures).model();
        Model other = trainer.withSeed(6).fit(model, pictures).model();

        assertThat(first.weights()).isEqualTo(second.weights()).isNotEqualTo(other.weights());
    }

    @Test
    void dropoutFollowsFromTheSeed() {
        Model model = Model.sequential()
                .input(8, 8)
                .add(new Flatten())
                .add(new Dropout(0.5f))
                .add(Dense.of(4))
                .build(1);
        Trainer unshuffled = trainer.withShuffling(false).withEpochs(1);

        Model first = unshuffled.withSeed(1).fit(model, pictures).model();
        Model again = unshuffled.withSeed(1).fit(model, pictures).model();
        Model other = unshuffled.withSeed(2).fit(model, pictures).model();

        assertThat(first.weights()).isEqualTo(again.weights()).isNotEqualTo(other.weights());
    }

    @Test
    void theLastShareIsKeptForValidationAndTheLastBatchMayBeSmaller() {
        List<Step> steps = new ArrayList<>();
        List<TrainStart> starts = new ArrayList<>();
        Callback listener = new Callback() {
            @Override
            public void onTrainStart(TrainStart event) {
                starts.add(event);
            }

            @Override
            public void onStep(Step event) {
                steps.add(event);
            }
        };

        TrainingResult<Model> split = trainer.withEpochs(2)
                .withValidationSplit(0.25)
                .withCallbacks(listener)
                .fit(Quarters.model(ActivationFunction.LINEAR), pictures);
        TrainingResult<Model> given = trainer.withEpochs(2)
                .withValidation(pictures.slice(750, 1000))
                .fit(Quarters.model(ActivationFunction.LINEAR), pictures.slice(0, 750));

        assertThat(starts).singleElement().extracting(TrainStart::stepsPerEpoch).isEqualTo(24);
        Step last = steps.get(47);
        assertThat(steps).hasSize(48);
        assertThat(last).isEqualTo(new Step(48, 2, 24, split.history().last().training(), 0.01f, last.snapshot()));
        assertThat(split.model().weights()).isEqualTo(given.model().weights());
        assertThat(split.history().last().validation())
                .isEqualTo(given.history().last().validation());
    }

    @Test
    void theLearningRateFollowsItsSchedule() {
        TrainingResult<Model> result = trainer.withLearningRate(LearningRateSchedule.stepDecay(0.02, 2, 0.5))
                .fit(Quarters.model(ActivationFunction.LINEAR), pictures);

        assertThat(result.history().epochs())
                .extracting(History.Epoch::learningRate)
                .containsExactly(0.02f, 0.02f, 0.01f);
        assertThat(LearningRateSchedule.exponentialDecay(1, 10, 0.5).at(20, 0)).isEqualTo(0.25);
        assertThat(LearningRateSchedule.ofEpoch(epoch -> 1.0 / (epoch + 1)).at(0, 3))
                .isEqualTo(0.25);
    }

    @Test
    void aLossThatIsNoNumberStopsWithStepLossAndRate() {
        Dataset examples = Examples.numbers(new float[] {1e20f}, new float[] {-1e20f});
        Model model = Model.sequential().input(1).add(Dense.of(1)).build(1);

        assertThatThrownBy(() -> Trainer.of(new MeanSquaredError()).fit(model, examples))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("Infinity at step 1 with learning rate 0.001");
    }

    @Test
    void aSignalEndsTrainingAfterItsStep() {
        StopSignal signal = new StopSignal();
        List<TrainEnd> ends = new ArrayList<>();
        Callback third = new Callback() {
            @Override
            public void onStep(Step event) {
                if (event.step() == 40) {
                    signal.give();
                }
            }

            @Override
            public void onTrainEnd(TrainEnd event) {
                ends.add(event);
            }
        };
        Model model = Quarters.model(ActivationFunction.LINEAR);

        TrainingResult<Model> result =
                trainer.withStopSignal(signal).withCallbacks(third).fit(model, pictures);

        assertThat(result.history().epochs()).hasSize(1);
        assertThat(result.model().weights()).isNotEqualTo(model.weights());
        assertThat(ends).hasSize(1);
    }

    @Test
    void layersThatLeadNowhereStayAsTheyAre() {
        FunctionalBuilder graph = Model.functional();
        SymbolicTensor flat = graph.apply(new Flatten(), graph.input(8, 8));
        SymbolicTensor answers = graph.apply(Dense.of(4), flat);
        graph.apply("aside", Dense.of(2), flat);
        Model model = graph.build(1, answers);

        Model trained = trainer.withEpochs(1).fit(model, pictures).model();

        assertThat(trained.weights().get("dense", "kernel"))
                .isNotEqualTo(model.weights().get("dense", "kernel"));
        assertThat(trained.weights().get("aside", "kernel"))
                .isEqualTo(model.weights().get("aside", "kernel"));
    }

    @Test
    void examplesThatDoNotFitTheModelAreRefused() {
        Model model = Model.sequential()
                .input(7, 8)
                .add(new Flatten())
                .add(Dense.of(4))
                .build(1);

        assertThatThrownBy(() -> trainer.fit(model, pictures))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("examples of shape (None, 8, 8)")
                .hasMessageContaining("input 'input' is (None, 7, 8)");
        assertThatThrownBy(() -> trainer.withValidation(pictures.slice(0, 0))
                        .fit(Quarters.model(ActivationFunction.LINEAR), pictures))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("has no examples");
    }

    @Test
    void theEmbeddedDigitsAreLearned() {
        DatasetSplit digits = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);
        Model model = Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(1);

        TrainingResult<Model> result = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .withOptimizer(Adam.of(0.003f))
                .withBatchSize(64)
                .withEpochs(3)
                .withValidation(digits.test())
                .withThreads(2)
                .fit(model, digits.train());

        assertThat(result.history().last().validation().orElseThrow().accuracy().orElseThrow())
                .isGreaterThan(0.9);
    }
}
