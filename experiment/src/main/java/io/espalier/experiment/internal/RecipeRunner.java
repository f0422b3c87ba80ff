// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import io.espalier.base.Provenance;
import io.espalier.compress.distil.Distillation;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.TeacherFile;
import io.espalier.experiment.recipe.Candidate;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.recipe.RecipeRun;
import io.espalier.experiment.recipe.RecipeRun.Host;
import io.espalier.experiment.recipe.RecipeRun.Outcome;
import io.espalier.experiment.report.Report;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.train.StopSignal;
import io.espalier.train.TrainingResult;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries out recipes for an experiment: trains as it is set, tells the console, and leaves what is made in its folder. */
public final class RecipeRunner {
    /** The name of the folder, beside the files of a lab, for the recipes that they were made by. */
    public static final String FOLDER = "recipes";

    private final ModelTraining training;
    private final VariantFiles files;
    private final ExperimentConsole console;
    private final StopSignal stop;
    private final ExperimentData data;
    private final Path teachers;
    private final Set<String> told;
    private final List<Report.Epoch> history = new ArrayList<>();
    private @Nullable Path saved;

    /**
     * @param teachers the folder of teachers that recipes name without one
     * @param told notes that the console has got already
     */
    public RecipeRunner(
            ModelTraining training,
            VariantFiles files,
            ExperimentConsole console,
            StopSignal stop,
            ExperimentData data,
            Path teachers,
            Set<String> told) {
        this.training = training;
        this.files = files;
        this.console = console;
        this.stop = stop;
        this.data = data;
        this.teachers = teachers;
        this.told = Set.copyOf(told);
    }

    /** Saves each recipe with every default filled in, by the name of its files, in a folder. */
    public RecipeRunner saving(Path folder) {
        saved = folder;
        return this;
    }

    private void save(String name, String yaml) throws IOException {
        if (saved != null) {
            RecipeSchema.write(saved.resolve(name + ".yaml"), yaml);
        }
    }

    /** The epochs of all trainings of recipes so far. */
    public List<Report.Epoch> history() {
        return List.copyOf(history);
    }

    /**
     * Carries out a recipe.
     *
     * @param parent the file that holds the model, or the nearest that it was made from
     * @param look sees each model as it is about to be trained
     * @throws ExperimentException.Stopped if it was asked to stop
     */
    public Outcome run(CompressionRecipe recipe, Model model, String parent, Consumer<ParametrizedModel> look)
            throws IOException {
        save(
                recipe.name(),
                recipe.resolved(recipe.stepsPerEpoch(data.train().size())).toYaml());
        Outcome outcome =
                RecipeRun.of(recipe, data, new FolderHost(recipe.name(), look)).run(model, parent);
        history.addAll(outcome.history());
        return outcome;
    }

    /**
     * Converts the baseline as it is.
     *
     * @throws ExperimentException.Stopped if the experiment was asked to stop
     */
    public void convert(String fileName, Model baseline, Recipe recipe, long seed) throws IOException {
        stopIfAsked(files.baseline());
        save(fileName.replaceFirst("\\.tflite$", ""), recipe.toYaml());
        files.keep(Candidate.lite(
                fileName, baseline, recipe, new Candidate.Lineage(data, seed, files.baseline(), List.of())));
    }

    private void stopIfAsked(String parent) {
        if (stop.isGiven()) {
            throw new ExperimentException.Stopped(files.path(parent));
        }
    }

    /** What stands around one recipe. */
    private final class FolderHost implements Host {
        private final String recipe;
        private final Consumer<ParametrizedModel> look;

        FolderHost(String recipe, Consumer<ParametrizedModel> look) {
            this.recipe = recipe;
            this.look = look;
        }

        @Override
        public void stepBegins(String what) {
            console.step(recipe, what);
        }

        @Override
        public void note(String what) {
            if (!told.contains(what)) {
                console.note(what);
            }
        }

        @Override
        public void trainingBegins(ParametrizedModel model) {
            look.accept(model);
        }

        @Override
        public void conversionBegins(String parent) {
            stopIfAsked(parent);
        }

        @Override
        public TrainingResult<ParametrizedModel> train(
                String name,
                ParametrizedModel model,
                float learningRate,
                int epochs,
                Optional<Distillation> teacher,
                Provenance provenance)
                throws IOException {
            return teacher.isPresent()
                    ? training.distil(name, model, teacher.get(), learningRate, epochs, provenance)
                    : training.train(name, model, learningRate, epochs, provenance);
        }

        @Override
        public Teachers teachers() {
            return teacher -> TeacherFile.open(teachers.resolve(teacher));
        }

        @Override
        public String keep(Candidate candidate) throws IOException {
            return files.keep(candidate);
        }
    }
}
