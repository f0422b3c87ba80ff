// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.run;

import io.espalier.base.EspalierVersion;
import io.espalier.base.Provenance;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.TeacherFile;
import io.espalier.experiment.internal.Command;
import io.espalier.experiment.internal.Environment;
import io.espalier.experiment.internal.ExpectedTime;
import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.internal.ModelTraining;
import io.espalier.experiment.internal.RecipeRunner;
import io.espalier.experiment.internal.RecipeSchema;
import io.espalier.experiment.internal.UnfinishedWork;
import io.espalier.experiment.internal.VariantFiles;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.recipe.RecipeRun;
import io.espalier.experiment.recipe.RecipeRun.Plan;
import io.espalier.experiment.report.Report;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFiles;
import io.espalier.train.StopSignal;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Compresses the model of a Keras file by a recipe.
 *
 * <p>Leaves in its folder what the recipe exports and quantizes, {@code recipe.yaml}, which gives the same files again, and {@code
 * report.json}, with {@code report.html} made of it.
 */
public final class CompressionRun {
    /** The name of what is done, in the report. */
    public static final String NAME = "compress";

    /** The file of the recipe with every default filled in. */
    private static final String RECIPE_FILE = "recipe.yaml";

    private final CompressionRecipe recipe;
    private final Options options;
    private final ExperimentSettings settings;
    private final ExperimentData data;
    private final Origin origin;
    private final ExperimentConsole console;
    private final StopSignal stop;

    /**
     * What a recipe leaves open.
     *
     * @param folder where all files go; exists
     * @param resumed whether to go on with what is unfinished there
     * @param tensorBoard whether the course of each training is written there
     */
    public record Options(Path folder, int threads, boolean resumed, boolean tensorBoard) {}

    /**
     * @param recipe as it was read
     * @param options what the recipe leaves open
     */
    public CompressionRun(
            CompressionRecipe recipe,
            Options options,
            ExperimentData data,
            Origin origin,
            ExperimentConsole console,
            StopSignal stop) {
        this.options = options;
        this.settings = new ExperimentSettings(
                options.folder(),
                recipe.seed(),
                options.threads(),
                recipe.batchSize(),
                recipe.validationSplit(),
                options.tensorBoard());
        this.recipe = recipe.resolved(recipe.stepsPerEpoch(data.train().size()));
        this.data = data;
        this.origin = origin;
        this.console = console;
        this.stop = stop;
    }

    /**
     * Does all steps, after it has tried whether each can be done.
     *
     * @param file an open Keras file
     * @param stored what was read from it
     * @throws Task.MismatchException if model, labels and recipe contradict each other
     * @throws io.espalier.compress.CompressionException if a step does not fit the model; nothing was trained then
     * @throws io.espalier.experiment.ExperimentException.Stopped if it was asked to stop
     * @throws IOException if a file cannot be read or written
     */
    public Report run(ModelSource file, StoredModel<Model> stored) throws IOException {
        Model model = stored.content();
        Tasks tasks = announced(file, model);
        Environment here = Environment.here();
        List<String> notes = rehearsed(file, model, tasks).notes();
        String effective = recipe.toYaml();
        UnfinishedWork work = UnfinishedWork.in(settings.folder(), identity(effective, file), options.resumed());
        long steps = recipe.trainingSteps(data.train().size());
        console.step("Expected", ExpectedTime.describe(steps, model, tasks, data.train(), settings, stop));
        RecipeSchema.write(settings.folder().resolve(RECIPE_FILE), effective);

        Provenance known =
                stored.provenance().orElseGet(() -> Provenance.here("found without provenance", null, null, List.of()));
        VariantFiles files = new VariantFiles(file, model, known, settings, console, tasks, data.test());
        ModelTraining training = new ModelTraining(settings, console, stop, tasks, data.train(), work);
        RecipeRunner runner = new RecipeRunner(training, files, console, stop, data, Path.of(""), new HashSet<>(notes));
        runner.run(recipe, model, files.baseline(), changed -> console.results().println(changed.summary()));
        Report report = new Report(
                NAME,
                EspalierVersion.current(),
                here.machine(),
                here.versions(),
                null,
                Report.Data.of(data, origin, null),
                settings.reported(recipe.asksForLatency() ? files.originalLatency(model) : null),
                Report.Purpose.of(tasks, data.test()),
                runner.history(),
                files.finished(),
                List.of(),
                files.details(command(file), training.curves()));
        report.write(settings.folder());
        work.finish();
        return report;
    }

    private List<String> command(ModelSource file) {
        return List.of("espalier compress "
                + Command.words(
                        file.path().getFileName().toString(),
                        "--recipe",
                        "recipe.yaml",
                        "--data",
                        Provenance.nameOf(data.name()),
                        "--threads",
                        Integer.toString(settings.threads()),
                        "-o",
                        "again"));
    }

    /** The recipe with every default filled in. */
    public CompressionRecipe recipe() {
        return recipe;
    }

    /** What the model is for, told with what is remarkable about it. */
    private Tasks announced(ModelSource file, Model model) throws IOException {
        Tasks tasks = tasks(file, model);
        console.step("Task", tasks.describe());
        tasks.byOutput()
                .forEach((output, task) -> Stream.of(data.train(), data.test())
                        .map(examples -> task.remark(tasks.labelOf(output, examples)))
                        .flatMap(Optional::stream)
                        .distinct()
                        .forEach(console::note));
        return tasks;
    }

    private Plan rehearsed(ModelSource file, Model model, Tasks tasks) throws IOException {
        RunChecks.check(recipe, settings, file.path(), data);
        Plan plan = RecipeRun.plan(recipe, model, tasks, data, teacher -> TeacherFile.open(Path.of(teacher)));
        plan.notes().forEach(console::note);
        return plan;
    }

    /**
     * What {@link #run} would do. Trains a few steps, to tell the time that all take, and writes nothing. Throws as it does.
     *
     * @param file an open Keras file
     * @param stored what was read from it
     */
    public DryRun plan(ModelSource file, StoredModel<Model> stored) throws IOException {
        Model model = stored.content();
        Tasks tasks = announced(file, model);
        Plan plan = rehearsed(file, model, tasks);
        String expected = ExpectedTime.describe(
                recipe.trainingSteps(data.train().size()), model, tasks, data.train(), settings, stop);
        return new DryRun(recipe, plan, expected);
    }

    /**
     * What a run would do.
     *
     * @param recipe with every default filled in
     * @param plan its steps
     * @param expected how long its training takes, in words
     */
    public record DryRun(CompressionRecipe recipe, Plan plan, String expected) {
        /** The names of all files that it would write to its folder. */
        public List<String> files() {
            return Stream.concat(
                            recipe.fileNames().stream(),
                            Stream.of(RECIPE_FILE, RecipeSchema.FILE_NAME, Report.FILE_NAME, Report.PAGE_NAME))
                    .toList();
        }
    }

    private WorkIdentity identity(String effective, ModelSource file) throws IOException {
        WorkIdentity identity = new WorkIdentity(
                        effective + "threads " + settings.threads() + "\nmodel, SHA-256 " + file.sha256())
                .withData(data);
        for (String teacher : recipe.teachers()) {
            identity = identity.withFile("teacher " + teacher, Path.of(teacher));
        }
        return identity;
    }

    private Tasks tasks(ModelSource file, Model model) throws IOException {
        Map<String, Task.Output> outputs = ModelOutput.all(model, KerasFiles.compiled(file));
        Tasks tasks = Tasks.of(outputs, recipe.choices(), data.train());
        // The test labels alone may look like those of another task, but must fit this one.
        outputs.forEach((name, output) -> {
            Task task = Objects.requireNonNull(tasks.byOutput().get(name));
            Task.of(output, new Choice(task.kind(), task.loss(), task.metric()), tasks.labelOf(name, data.test()));
        });
        return tasks;
    }
}
