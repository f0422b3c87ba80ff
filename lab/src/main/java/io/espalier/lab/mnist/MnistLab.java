// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.mnist;

import io.espalier.base.EspalierVersion;
import io.espalier.base.Provenance;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.internal.Command;
import io.espalier.experiment.internal.Environment;
import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.internal.ModelTraining;
import io.espalier.experiment.internal.RecipeRunner;
import io.espalier.experiment.internal.UnfinishedWork;
import io.espalier.experiment.internal.VariantFiles;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.experiment.measure.Firmware;
import io.espalier.experiment.recipe.Candidate;
import io.espalier.experiment.recipe.RecipeRun.Outcome;
import io.espalier.experiment.report.Report;
import io.espalier.lab.LabPlan;
import io.espalier.lab.report.MnistReport;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.search.run.SearchPlan;
import io.espalier.search.run.SearchReport;
import io.espalier.train.StopSignal;
import io.espalier.train.TrainingResult;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Trains a small convolutional network on MNIST, converts it, runs every form of it, and compares them.
 *
 * <p>Leaves {@code baseline.h5}, {@code teacher.h5}, what its {@linkplain LabRecipe recipes} make of them, {@code report.json}, {@code report.html},
 * and {@code report.md} with its pictures in its folder.
 */
public final class MnistLab {
    /** The lab's name, on the command line and in the report. */
    public static final String NAME = "mnist";

    /** The folder of {@link #search}, beside the two models that it starts from. */
    public static final String SEARCH_FOLDER = LabSearch.FOLDER;

    static final int TEACHER_EPOCHS = 2;

    private final MnistLabSettings settings;
    private final ExperimentConsole console;
    private final StopSignal stop;
    private final ExperimentSettings experiment;

    public MnistLab(MnistLabSettings settings, ExperimentConsole console, StopSignal stop) {
        this.settings = settings;
        this.console = console;
        this.stop = stop;
        this.experiment = settings.experiment();
    }

    /** The network of the lab, with weights that start from the seed. */
    public static Model network(long seed) {
        return LabNetworks.baseline(seed);
    }

    /**
     * Does all steps.
     *
     * @throws ExperimentException.Stopped if it was asked to stop; what was learned until then is in {@code unfinished/checkpoint.h5}
     * @throws IOException if a file cannot be written
     */
    public Report run() throws IOException {
        Environment here = Environment.announced(NAME, console);
        LabData data = LabData.announced(settings, console);
        UnfinishedWork work = work("lab " + NAME, data);
        Branches branches = new Branches(data.experiment(), work);
        branches.compressBaseline();
        branches.distil();
        Report report = new Report(
                NAME,
                EspalierVersion.current(),
                here.machine(),
                here.versions(),
                null,
                data.describe(),
                experiment.reported(null),
                Report.Purpose.of(Tasks.of(branches.task), data.experiment().test()),
                branches.history(),
                branches.files.finished(),
                firmware(),
                branches.files.details(command(), branches.training.curves()));
        report.write(settings.folder());
        MnistReport.write(report, settings.folder());
        work.finish();
        return report;
    }

    /**
     * What {@link #run} would do. Opens the data, trains a few steps to tell the time that all take, and writes nothing.
     *
     * @throws IOException if the data cannot be read
     */
    public LabPlan plan() throws IOException {
        Environment.announced(NAME, console);
        LabData data = LabData.announced(settings, console);
        return new MnistPlan(settings, data.experiment(), stop).plan();
    }

    /**
     * Looks for the recipe of its smallest model in the {@linkplain LabSearch#SPACE space} that is part of it. Starts from the student as {@code
     * distilled.h5}, which it trains first; leaves what is found in the folder {@code search} beside it.
     *
     * @throws ExperimentException.Stopped if it was asked to stop
     * @throws IOException if a file cannot be read or written
     */
    public SearchReport search() throws IOException {
        Environment.announced(NAME + " --search", console);
        LabData data = LabData.announced(settings, console);
        UnfinishedWork work = work("lab " + NAME + " --search", data);
        new Branches(data.experiment(), work).student();
        SearchReport report = new LabSearch(settings, console, stop).run(data.split());
        work.finish();
        return report;
    }

    /**
     * What {@link #search} would do once the student is trained. Opens the data, trains a few steps to tell the time that all take, and leaves no file.
     *
     * @throws IOException if the data cannot be read
     */
    public SearchPlan planSearch() throws IOException {
        Environment.announced(NAME + " --search", console);
        return new LabSearch(settings, console, stop)
                .plan(LabData.announced(settings, console).split());
    }

    private UnfinishedWork work(String what, LabData data) throws IOException {
        return UnfinishedWork.in(
                settings.folder(),
                new WorkIdentity(what + ", data " + settings.data() + ", epochs " + settings.epochs() + ", seed "
                                + settings.seed() + ", threads " + settings.threads())
                        .withData(data.experiment()),
                settings.resumed());
    }

    private List<String> command() {
        return List.of("espalier lab " + NAME + " "
                + Command.words(
                        "--data",
                        Provenance.nameOf(settings.data()),
                        "--epochs",
                        Integer.toString(settings.epochs()),
                        "--seed",
                        Long.toString(settings.seed()),
                        "--threads",
                        Integer.toString(settings.threads()),
                        "--out",
                        "again"));
    }

    /** The two smallest models as C. */
    private List<Firmware> firmware() throws IOException {
        List<Firmware> firmware = new ArrayList<>();
        for (LabRecipe recipe : List.of(LabRecipe.PCQAT, LabRecipe.SMALLEST)) {
            String name = recipe.files();
            firmware.add(Firmware.of(name, settings.folder().resolve(name + "-int8.tflite")));
        }
        return firmware;
    }

    /** The models of the lab, each made of another: a tree whose trunk is the baseline. */
    private final class Branches {
        private final ExperimentData data;
        private final Task task;
        private final ModelTraining training;
        private final List<Report.Epoch> trained = new ArrayList<>();
        private final Model baseline;
        private final VariantFiles files;
        private final RecipeRunner recipes;

        Branches(ExperimentData data, UnfinishedWork work) throws IOException {
            this.data = data;
            Model untrained = network(settings.seed());
            task = Task.of(ModelOutput.of(untrained), Choice.NONE, data.train());
            training = new ModelTraining(experiment, console, stop, Tasks.of(task), data.train(), work);
            console.results().println(untrained.summary());
            Provenance provenance = data.provenance(
                    "train " + experiment.training(MnistLabSettings.LEARNING_RATE, settings.epochs()),
                    settings.seed(),
                    List.of());
            baseline = trained("Training", "baseline", untrained, settings.epochs(), provenance);
            Path file = settings.folder().resolve("baseline.h5");
            KerasFormat.H5.write(baseline, provenance, file);
            files = VariantFiles.ofBaseline(file, provenance, experiment, console, Tasks.of(task), data.test());
            recipes = new RecipeRunner(training, files, console, stop, data, settings.folder(), Set.of())
                    .saving(settings.folder().resolve(RecipeRunner.FOLDER));
        }

        private Model trained(String verb, String name, Model model, int epochs, Provenance provenance)
                throws IOException {
            console.step(verb, experiment.training(MnistLabSettings.LEARNING_RATE, epochs));
            TrainingResult<ParametrizedModel> result = training.train(
                    name, ParametrizedModel.of(model), MnistLabSettings.LEARNING_RATE, epochs, provenance);
            trained.addAll(Report.Epoch.all(name, result.history()));
            return result.model().strip();
        }

        void compressBaseline() throws IOException {
            for (Conversion conversion : Conversion.ALL) {
                recipes.convert(conversion.fileName(), baseline, conversion.recipe(), settings.seed());
            }
            Outcome whole = new Outcome(baseline, files.baseline(), List.of());
            Outcome pruned = apply(LabRecipe.PRUNED, whole, true);
            KernelTable.lines("conv2d/kernel", pruned.model().weights().get("conv2d", "kernel"))
                    .forEach(console.results()::println);
            Outcome clustered = apply(LabRecipe.CLUSTERED, whole, true);
            apply(LabRecipe.QAT, whole, true);
            apply(LabRecipe.PQAT, pruned, false);
            apply(LabRecipe.CQAT, clustered, false);
            apply(LabRecipe.PCQAT, pruned, false);
        }

        void distil() throws IOException {
            apply(LabRecipe.SMALLEST, student(), false);
        }

        /** The student as its teacher leaves it. */
        Outcome student() throws IOException {
            Provenance provenance = data.provenance(
                    "train " + experiment.training(MnistLabSettings.LEARNING_RATE, TEACHER_EPOCHS),
                    settings.seed(),
                    List.of());
            Model teacher =
                    trained("Teacher", "teacher", LabNetworks.teacher(settings.seed()), TEACHER_EPOCHS, provenance);
            String file = files.keep(new Candidate.Layers("teacher.h5", teacher, provenance));
            Outcome student = new Outcome(LabNetworks.student(settings.seed()), file, List.of());
            return apply(LabRecipe.DISTILLED, student, false);
        }

        private Outcome apply(LabRecipe recipe, Outcome start, boolean shown) throws IOException {
            return recipes.run(recipe.with(experiment), start.model(), start.parent(), changed -> {
                if (shown) {
                    console.results().println(changed.summary());
                }
            });
        }

        List<Report.Epoch> history() {
            return Stream.concat(trained.stream(), recipes.history().stream()).toList();
        }
    }
}
