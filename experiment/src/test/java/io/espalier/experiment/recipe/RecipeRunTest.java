// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.base.Provenance;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.DatasetSplit;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.recipe.RecipeRun.Host;
import io.espalier.experiment.report.Report;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.train.Trainer;
import io.espalier.train.TrainingResult;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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
    void stepsThatDoNothingSaySoBeforeTheyRun() throws IOException {
        CompressionRecipe recipe = CompressionRecipe.parse(
                "steps: [{prune: 0.5, begin_step: 1000}, {prune: 0.8, end_step: 80, frequency: 1}, {fine_tune: {epochs: 0}}]",
                "idle");
        InMemory host = new InMemory();

        RecipeRun.of(recipe, data(), host).run(network(), "start.h5 0");

        assertThat(host.notes)
                .containsExactly(
                        "step 1 (prune): prunes nothing: the training has 40 steps, and with begin_step, end_step and"
                                + " frequency none of them prunes",
                        "step 2 (prune): prunes to a share of 0.7625 only: the last of 40 training steps that prunes is"
                                + " step 40, before end_step 80",
                        "step 3 (fine_tune): does nothing: it trains for 0 epochs");
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
