// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.base.Provenance;
import io.espalier.compress.CompressionException;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.DatasetSplit;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Tasks;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.recipe.RecipeRun.Host;
import io.espalier.experiment.report.Report;
import io.espalier.model.Clusters;
import io.espalier.model.Model;
import io.espalier.model.TrainedQuantization.WeightGrid;
import io.espalier.model.TrainedQuantization.WeightGrid.Scales;
import io.espalier.model.WeightKey;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeRunTest {
    private static final DatasetSplit DIGITS = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);

    @Test
    void aRecipeRunsInMemoryAndTellsOfEachCandidateWhatItWasMadeOf() throws IOException {
        CompressionRecipe recipe = CompressionRecipe.parse(
                "steps: [{prune: 0.5, train: {epochs: 1}}, {export: [h5]}, {quantize: int8}]", "small");
        InMemory host = new InMemory();

        RecipeRun.Outcome outcome = RecipeRun.of(recipe, data(), host).run(network(), "start.h5 0");

        assertThat(host.kept).extracting(Candidate::fileName).containsExactly("small.h5", "small-int8.tflite");
        assertThat(host.kept)
                .extracting(candidate -> candidate.provenance().parents())
                .containsExactly(List.of("start.h5 0"), List.of("small.h5 kept"));
        assertThat(host.kept.get(0).provenance().recipe()).startsWith("prune: 0.5");
        assertThat(host.steps).singleElement().asString().startsWith("step 1/3, prune: 0.5");
        assertThat(outcome.history()).extracting(Report.Epoch::training).containsExactly("small-prune");
        assertThat(outcome.model().weights().get("dense", "kernel").sparsity()).isGreaterThan(0.49f);
    }

    @Test
    void stepsThatDoLittleSaySoBeforeTheyRun() throws IOException {
        CompressionRecipe recipe = CompressionRecipe.parse(
                "steps: [{prune: 0.8, end_step: 80, frequency: 1}, {fine_tune: {epochs: 0}}]", "idle");
        InMemory host = new InMemory();

        RecipeRun.of(recipe, data(), host).run(network(), "start.h5 0");
        List<String> rehearsed = rehearse(recipe);

        assertThat(rehearsed).isEqualTo(host.notes);
        assertThat(host.notes)
                .containsExactly(
                        "step 1 (prune): prunes to a share of 0.7625 only, not 0.8: the last of 40 training steps that prunes"
                                + " is step 40, before end_step 80; set end_step to 40, or train longer",
                        "step 2 (fine_tune): does nothing: it trains for 0 epochs");
    }

    @ParameterizedTest
    @CsvSource({"begin_step: 1000", "'begin_step: 41, frequency: 7'"})
    void aStepThatPrunesNothingIsRefusedBeforeAnyTraining(String keys) {
        CompressionRecipe recipe =
                CompressionRecipe.parse("steps: [{fine_tune: {}}, {prune: 0.5, " + keys + "}]", "idle");

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> rehearse(recipe))
                .withMessageContaining("step 2 (prune): prunes nothing: the training has 40 steps");
    }

    @Test
    void aShortQuantizationAwareTrainingTellsThatItsRangesHardlyMove() throws IOException {
        CompressionRecipe shortly = CompressionRecipe.parse("steps: [{quantize_aware: 8}]", "shortly");
        CompressionRecipe longer =
                CompressionRecipe.parse("{batch_size: 10, steps: [{quantize_aware: 8, train: {epochs: 3}}]}", "longer");
        CompressionRecipe fromData =
                CompressionRecipe.parse("steps: [{quantize_aware: 8, start_ranges: first_batch}]", "fromData");

        assertThat(rehearse(shortly))
                .singleElement()
                .asString()
                .contains(
                        "step 1 (quantize_aware): trains 40 steps only",
                        "they are still 96% of that",
                        "'start_ranges: first_batch'");
        assertThat(rehearse(longer)).isEmpty();
        assertThat(rehearse(fromData)).isEmpty();
    }

    private static List<String> rehearse(CompressionRecipe recipe) throws IOException {
        Task task = Task.of(ModelOutput.of(network()), Choice.NONE, DIGITS.train());
        return RecipeRun.rehearse(recipe, network(), Tasks.of(task), data(), new InMemory().teachers());
    }

    @Test
    void eachLayerMayHaveAValueOfItsOwn() throws IOException {
        CompressionRecipe recipe = CompressionRecipe.parse(
                "steps: [{prune: {first: 0.9, 'd*': 0.5}}, {cluster: {first: 4}}, {cluster: {dense: 8}},"
                        + " {quantize_aware: {first: 4, dense: 8}}, {export: [h5]}]",
                "each");
        Model model = Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add("first", Dense.of(16).withActivation(ActivationFunction.RELU))
                .add("dense", Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(5);

        Model small = RecipeRun.of(recipe, data(), new InMemory())
                .run(model, "start.h5 0")
                .model();

        assertThat(small.weights().get("first", "kernel").sparsity()).isBetween(0.89, 0.93);
        assertThat(small.weights().get("dense", "kernel").sparsity()).isBetween(0.49, 0.6);
        assertThat(small.clusters())
                .containsEntry(new WeightKey("first", "kernel"), new Clusters(4, false))
                .containsEntry(new WeightKey("dense", "kernel"), new Clusters(8, false));
        assertThat(small.quantization())
                .hasValueSatisfying(trained -> assertThat(trained.grids())
                        .containsEntry(new WeightKey("first", "kernel"), new WeightGrid(4, Scales.ONE_BEFORE_FOLDING)));
        assertThat(CompressionRecipe.parse(recipe.resolved(40).toYaml(), "other"))
                .isEqualTo(recipe.resolved(40));
    }

    @Test
    void anExportThatCannotHoldTheModelIsRefusedBeforeItIsTrained() {
        CompressionRecipe recipe =
                CompressionRecipe.parse("steps: [{prune: 0.5, train: {epochs: 1}}, {export: [h5, keras]}]", "small");
        Model model = Model.sequential()
                .input(28, 28)
                .add("hard", Activation.of(ActivationFunction.HARD_SIGMOID_KERAS_2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(5);
        Task task = Task.of(ModelOutput.of(model), Task.Choice.NONE, DIGITS.train());

        assertThatThrownBy(() -> RecipeRun.rehearse(recipe, model, Tasks.of(task), data(), new InMemory().teachers()))
                .isInstanceOf(CompressionException.class)
                .hasMessageContainingAll("step 2 (export)", "layer 'hard'", "write the model as .h5 instead");
    }

    private static ExperimentData data() {
        return new ExperimentData("digits", DIGITS.train(), DIGITS.test());
    }

    private static Model network() {
        return Model.sequential()
                .input(28, 28)
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(5);
    }

    /** Keeps candidates in a list. */
    private static final class InMemory implements Host {
        private final List<Candidate> kept = new ArrayList<>();
        private final List<String> steps = new ArrayList<>();
        private final List<String> notes = new ArrayList<>();

        @Override
        public Teachers teachers() {
            return teacher -> {
                throw new IOException(teacher);
            };
        }

        @Override
        public void stepBegins(String what) {
            steps.add(what);
        }

        @Override
        public void note(String what) {
            notes.add(what);
        }

        @Override
        public TrainingResult<ParametrizedModel> train(
                String name,
                ParametrizedModel model,
                float learningRate,
                int epochs,
                Optional<Distillation> teacher,
                Provenance provenance) {
            return Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                    .withOptimizer(Adam.of(learningRate))
                    .withBatchSize(128)
                    .withEpochs(epochs)
                    .fit(model, DIGITS.train());
        }

        @Override
        public String keep(Candidate candidate) {
            kept.add(candidate);
            return candidate.fileName() + " kept";
        }
    }
}
