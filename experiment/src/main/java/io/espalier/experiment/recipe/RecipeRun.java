// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.recipe;

import io.espalier.base.Provenance;
import io.espalier.compress.distil.Distillation;
import io.espalier.compress.preserve.Preserved;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.report.Report;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.train.TrainingResult;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs the steps of a recipe in memory, each on the model that the previous one produced, and passes each {@link Candidate} to its host.
 * It uses no files and no console.
 */
public final class RecipeRun {
    private final CompressionRecipe recipe;
    private final int stepsPerEpoch;
    private final Host host;
    private final ExperimentData data;

    private RecipeRun(CompressionRecipe recipe, int stepsPerEpoch, ExperimentData data, Host host) {
        this.recipe = recipe;
        this.stepsPerEpoch = stepsPerEpoch;
        this.host = host;
        this.data = data;
    }

    /** A run of a recipe on these data. */
    public static RecipeRun of(CompressionRecipe recipe, ExperimentData data, Host host) {
        int stepsPerEpoch = recipe.stepsPerEpoch(data.train().size());
        return new RecipeRun(recipe.resolved(stepsPerEpoch), stepsPerEpoch, data, host);
    }

    /**
     * The model after a recipe.
     *
     * @param parent the file that holds the model, or the nearest that it was made from, as {@link Provenance#parent} names it
     * @param history the epochs of all training in the run
     */
    public record Outcome(Model model, String parent, List<Report.Epoch> history) {
        public Outcome {
            history = List.copyOf(history);
        }
    }

    /**
     * A step as it would run.
     *
     * @param place from 1
     * @param step its kind, such as {@code prune}
     * @param settings all of them in one line
     * @param layers the layers that it changes or trains under a constraint of its own; empty for a step that only trains, or writes files
     * @param trainingSteps how many it trains
     * @param files the names of the files that it writes
     */
    public record Planned(
            int place, String step, String settings, List<String> layers, long trainingSteps, List<String> files) {
        public Planned {
            layers = List.copyOf(layers);
            files = List.copyOf(files);
        }
    }

    /**
     * What steps would do, as far as it is known without training.
     *
     * @param steps each step, in order
     * @param notes what steps will not do, and why, as {@link Host#note} gets it; on weights as they are before training
     */
    public record Plan(List<Planned> steps, List<String> notes) {
        public Plan {
            steps = List.copyOf(steps);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Checks, without training, that each step can run; as {@link #plan}.
     *
     * @return what steps will not do, and why
     */
    public static List<String> rehearse(
            CompressionRecipe recipe, Model model, Tasks tasks, ExperimentData data, Host.Teachers teachers)
            throws IOException {
        return plan(recipe, model, tasks, data, teachers).notes();
    }

    /**
     * What each step would do, found without training.
     *
     * @param tasks what the model is for
     * @throws io.espalier.compress.CompressionException if a step does not fit the model, or its teacher does not fit the data; names
     *     the step
     */
    public static Plan plan(
            CompressionRecipe recipe, Model model, Tasks tasks, ExperimentData data, Host.Teachers teachers)
            throws IOException {
        return new Rehearsal(recipe, recipe.stepsPerEpoch(data.train().size()), tasks, teachers).run(model, data);
    }

    /**
     * Runs all steps.
     *
     * @param parent the file that holds the model, or the nearest that it was made from, as {@link Provenance#parent} names it
     * @throws IOException if the host cannot read or write a file
     */
    public Outcome run(Model model, String parent) throws IOException {
        Progress progress = new Progress(model, parent);
        List<Step> all = recipe.steps();
        for (int place = 1; place <= all.size(); place++) {
            Step step = all.get(place - 1);
            if (step instanceof TrainingStep trained) {
                host.stepBegins("step " + place + "/" + all.size() + ", " + step.describe());
                progress.train(trained, place);
            } else if (step instanceof ExportStep export) {
                progress.export(export);
            } else if (step instanceof QuantizeStep quantize) {
                progress.tflite(quantize.fileName(recipe.name()), quantize.recipe());
            }
        }
        return new Outcome(progress.model, progress.lineage.parent(), progress.history);
    }

    /** The model between two steps. */
    private final class Progress {
        private final Model original;
        private final List<Report.Epoch> history = new ArrayList<>();
        private Model model;
        private Candidate.Lineage lineage;

        Progress(Model model, String parent) {
            this.original = model;
            this.model = model;
            this.lineage = new Candidate.Lineage(data, recipe.seed(), parent, List.of());
        }

        void train(TrainingStep step, int place) throws IOException {
            Optional<Outcome> known = host.known(place);
            if (known.isPresent()) {
                lineage = lineage.after(step.describe());
                model = known.get().model();
                history.addAll(known.get().history());
                return;
            }
            StepContext context = recipe.context(step, stepsPerEpoch);
            step.notes(model, context).forEach(note -> host.note(step.title(place) + note));
            ParametrizedModel changed = step.apply(model, context);
            host.trainingBegins(changed);
            lineage = lineage.after(step.describe());
            Model before = model;
            int earlier = history.size();
            model = step.train().epochs() == 0 ? changed.strip() : trained(step, changed);
            if (!(step instanceof PruneFiltersStep)) {
                Preserved.check(before, model);
            }
            host.stepEnded(place, new Outcome(model, lineage.parent(), history.subList(earlier, history.size())));
        }

        private Model trained(TrainingStep step, ParametrizedModel changed) throws IOException {
            Training how = step.train();
            String name = recipe.name() + "-" + step.kind().key();
            Provenance provenance = lineage.provenance();
            Optional<Distillation> teacher = how.distil() == null
                    ? Optional.empty()
                    : Optional.of(TeacherChoice.of(how.distil(), original, host.teachers()));
            TrainingResult<ParametrizedModel> result =
                    host.train(name, changed, how.learningRate(), how.epochs(), teacher, provenance);
            history.addAll(Report.Epoch.all(name, result.history()));
            return result.model().strip();
        }

        void export(ExportStep step) throws IOException {
            for (ModelFormat<?> format : step.formats()) {
                String fileName = step.fileName(recipe.name(), format);
                if (format.types().contains(Model.class)) {
                    keras(fileName);
                } else {
                    tflite(fileName, Recipe.named("none"));
                }
            }
        }

        private void keras(String fileName) throws IOException {
            lineage = lineage.writtenTo(host.keep(Candidate.layers(fileName, model, lineage)));
        }

        void tflite(String fileName, Recipe quantization) throws IOException {
            host.conversionBegins(lineage.parent());
            host.keep(Candidate.lite(fileName, model, quantization, lineage));
        }
    }

    /** The surroundings of a {@link RecipeRun}: it trains the models, shows progress and stores the candidates. */
    public interface Host {
        /** Opens the teachers that recipes name. */
        @FunctionalInterface
        interface Teachers {
            /**
             * The teacher of a name, such as a file.
             *
             * @throws IOException if it cannot be read
             */
            Distillation open(String teacher) throws IOException;
        }

        /** Opens the teachers that the recipe names. */
        Teachers teachers();

        /** Called before a step that trains; {@code what} contains its number, the number of steps and its settings. */
        default void stepBegins(String what) {}

        /** Called with what a step does not do, and why, where that may surprise. */
        default void note(String what) {}

        /**
         * What a training step gives, where an earlier run left it: the model, and the epochs of this step. It is neither changed nor trained then.
         *
         * @param place of the step in the recipe, from 1
         * @throws IOException if it cannot be read
         */
        default Optional<Outcome> known(int place) throws IOException {
            return Optional.empty();
        }

        /**
         * Called after a training step that was not known, with the model and the epochs of this step.
         *
         * @param place of the step in the recipe, from 1
         * @throws IOException if it cannot be kept
         */
        default void stepEnded(int place, Outcome after) throws IOException {}

        /** Called before a model is trained. */
        default void trainingBegins(ParametrizedModel model) {}

        /** Called before a model is converted; {@code parent} is its nearest file. A host that was asked to stop throws here. */
        default void conversionBegins(String parent) {}

        /**
         * Trains a model.
         *
         * @param name the name of the training, such as {@code small-prune}
         * @param epochs 1 or more
         * @param teacher the model whose outputs are learned besides the labels
         * @param provenance the provenance of the trained model
         */
        TrainingResult<ParametrizedModel> train(
                String name,
                ParametrizedModel model,
                float learningRate,
                int epochs,
                Optional<Distillation> teacher,
                Provenance provenance)
                throws IOException;

        /**
         * Stores a candidate as soon as it exists.
         *
         * @return its file, as {@link Provenance#parent} names it; the parent of candidates made from it
         */
        String keep(Candidate candidate) throws IOException;
    }
}
