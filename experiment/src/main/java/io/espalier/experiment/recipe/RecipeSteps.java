// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.Provenance;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ModelTraining;
import io.espalier.experiment.VariantFiles;
import io.espalier.experiment.report.Report;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.train.TrainingResult;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Carries out the steps of recipes, each on what the one before left. */
public final class RecipeSteps {
    private final ModelTraining training;
    private final VariantFiles files;
    private final ExperimentConsole console;
    private final Path teachers;
    private final List<Report.Epoch> history = new ArrayList<>();

    /** @param teachers where teachers are that recipes name without a folder */
    public RecipeSteps(ModelTraining training, VariantFiles files, ExperimentConsole console, Path teachers) {
        this.training = training;
        this.files = files;
        this.console = console;
        this.teachers = teachers;
    }

    /**
     * What steps start from, and what they make.
     *
     * @param file the Keras file that holds the model, or the nearest that it was made from
     */
    public record Outcome(Model model, Path file) {}

    /** The epochs of all trainings so far. */
    public List<Report.Epoch> history() {
        return List.copyOf(history);
    }

    /**
     * Carries out a recipe.
     *
     * @param look sees each model as it is about to be trained
     * @throws io.espalier.experiment.ExperimentStoppedException if it was asked to stop
     */
    public Outcome run(CompressionRecipe recipe, Outcome start, Consumer<ParametrizedModel> look) throws IOException {
        CompressionRecipe resolved = recipe.resolved(training.stepsPerEpoch());
        Progress progress = new Progress(resolved, start, look);
        List<Step> all = resolved.steps();
        for (int place = 1; place <= all.size(); place++) {
            Step step = all.get(place - 1);
            if (step instanceof TrainingStep trained) {
                console.step(recipe.name(), "step " + place + "/" + all.size() + ", " + step.describe());
                progress.train(trained);
            } else if (step instanceof ExportStep export) {
                progress.export(export);
            } else if (step instanceof QuantizeStep quantize) {
                progress.tflite(recipe.name() + "-" + quantize.suffix(), quantize.recipe());
            }
        }
        return new Outcome(progress.model, progress.file);
    }

    /** One model on its way through one recipe. */
    private final class Progress {
        private final CompressionRecipe recipe;
        private final Model original;
        private final Consumer<ParametrizedModel> look;
        private Model model;
        private Path file;
        /** What was done since that file. */
        private List<String> done = List.of();

        Progress(CompressionRecipe recipe, Outcome start, Consumer<ParametrizedModel> look) {
            this.recipe = recipe;
            this.original = start.model();
            this.look = look;
            this.model = start.model();
            this.file = start.file();
        }

        void train(TrainingStep step) throws IOException {
            ParametrizedModel changed = step.apply(model, recipe.moment(step, training.stepsPerEpoch()));
            look.accept(changed);
            List<String> all = new ArrayList<>(done);
            all.add(step.describe());
            done = List.copyOf(all);
            model = step.train().epochs() == 0 ? changed.strip() : trained(step, changed);
        }

        private Model trained(TrainingStep step, ParametrizedModel changed) throws IOException {
            Training how = step.train();
            Provenance provenance = provenance();
            String name = recipe.name() + "-" + step.kind().key();
            TrainingResult<ParametrizedModel> result = how.distil() == null
                    ? training.train(name, changed, how.learningRate(), how.epochs(), provenance)
                    : training.distil(
                            name,
                            changed,
                            Teachers.of(how.distil(), original, teachers),
                            how.learningRate(),
                            how.epochs(),
                            provenance);
            history.addAll(Report.Epoch.all(name, result.history()));
            return result.model().strip();
        }

        void export(ExportStep step) throws IOException {
            String name = step.name() == null ? recipe.name() : step.name();
            for (ModelFormat<?> format : step.formats()) {
                if (format.types().contains(Model.class)) {
                    keras(name + format.extension());
                } else {
                    tflite(name, Recipe.named("none"));
                }
            }
        }

        private void keras(String fileName) throws IOException {
            file = files.keras(fileName, model, provenance());
            done = List.of();
        }

        void tflite(String name, Recipe quantization) throws IOException {
            files.tflite(name + ".tflite", model, quantization, done, file);
        }

        private Provenance provenance() throws IOException {
            return files.provenance(done.isEmpty() ? "unchanged" : String.join("; ", done), file);
        }
    }
}
