// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.catsvsdogs;

import io.espalier.base.EspalierVersion;
import io.espalier.base.Provenance;
import io.espalier.compress.distil.Distillation;
import io.espalier.data.Dataset;
import io.espalier.data.Task;
import io.espalier.data.Task.Choice;
import io.espalier.data.Tasks;
import io.espalier.data.image.Augmentation;
import io.espalier.data.image.Augmentation.Flip;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.internal.Command;
import io.espalier.experiment.internal.Environment;
import io.espalier.experiment.internal.ExpectedTime;
import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.internal.InputLine;
import io.espalier.experiment.internal.ModelTraining;
import io.espalier.experiment.internal.RecipeRunner;
import io.espalier.experiment.internal.UnfinishedWork;
import io.espalier.experiment.internal.VariantFiles;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.experiment.recipe.RecipeRun;
import io.espalier.experiment.recipe.RecipeRun.Planned;
import io.espalier.experiment.report.Report;
import io.espalier.lab.LabPlan;
import io.espalier.lab.LabPlan.Part;
import io.espalier.lab.report.PhotoReport;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.calibrate.CalibrationMethod;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFormat;
import io.espalier.train.FrozenBase;
import io.espalier.train.StopSignal;
import io.espalier.train.TrainingResult;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.task.ModelOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Trains a network on photographs, quantizes it in three ways, prunes it with retraining, runs every form of it, and compares them.
 *
 * <p>The network is EfficientNetB0, fine-tuned from weights of ImageNet where these are to be had and trained from scratch where not; the
 * report says which. The quick lab trains a small network from scratch. Leaves {@code baseline.h5}, {@code pruned.h5}, the {@code .tflite}
 * files made of them, and {@code report.json} in its folder.
 */
public final class CatsVsDogsLab {
    /** The lab's name, on the command line and in the report. */
    public static final String NAME = "cats-vs-dogs";

    private static final int BATCH_SIZE = 32;
    private static final int QUICK_PICTURES = 2000;
    private static final int CLASSIFIER_EPOCHS = 10;
    private static final float CLASSIFIER_RATE = 0.001f;
    private static final Augmentation AUGMENTATION = Augmentation.NONE
            .withFlip(Flip.HORIZONTAL)
            .withTranslation(0.1f, 0.1f)
            .withZoom(0.1f)
            .withBrightness(0.1f);
    private static final Map<String, Recipe> CONVERSIONS = conversions();

    private final CatsVsDogsSettings settings;
    private final ExperimentConsole console;
    private final StopSignal stop;
    private final ExperimentSettings experiment;

    public CatsVsDogsLab(CatsVsDogsSettings settings, ExperimentConsole console, StopSignal stop) {
        this.settings = settings;
        this.console = console;
        this.stop = stop;
        this.experiment = new ExperimentSettings(
                settings.folder(),
                settings.seed(),
                settings.threads(),
                BATCH_SIZE,
                0,
                settings.tensorBoard(),
                AUGMENTATION,
                true);
    }

    private static Map<String, Recipe> conversions() {
        Map<String, Recipe> conversions = new LinkedHashMap<>();
        conversions.put("float.tflite", Recipe.named("none"));
        conversions.put("float16.tflite", Recipe.named("float16"));
        conversions.put("dynamic.tflite", Recipe.named("dynamic"));
        // Not from least to greatest: in a deep network a single picture stretches ranges so far that answers change.
        conversions.put(
                "int8.tflite",
                Recipe.named("int8")
                        .withInputType(BoundaryType.INT8)
                        .withOutputType(BoundaryType.INT8)
                        .withCalibration(CalibrationMethod.named("moving_average")));
        return Collections.unmodifiableMap(conversions);
    }

    /**
     * Does all steps.
     *
     * @throws ExperimentException.Stopped if it was asked to stop; what was learned until then is in {@code unfinished/checkpoint.h5}
     * @throws IOException if a file cannot be read or written
     */
    public Report run() throws IOException {
        Environment here = Environment.announced(NAME, console);
        PhotoData data = opened();
        Baseline baseline = baseline(data);
        UnfinishedWork work = UnfinishedWork.in(
                settings.folder(),
                new WorkIdentity("lab " + NAME + ", data " + settings.data() + ", " + baseline.origin() + ", seed "
                                + settings.seed() + ", threads " + settings.threads())
                        .withData(data.experiment()),
                settings.resumed());
        Variants variants = new Variants(data.experiment(), baseline, work);
        variants.compress();
        Report report = new Report(
                NAME,
                EspalierVersion.current(),
                here.machine(),
                here.versions(),
                baseline.origin(),
                data.describe(),
                experiment.reported(null),
                Report.Purpose.of(Tasks.of(variants.task), data.experiment().test()),
                variants.history(),
                variants.files.finished(),
                List.of(),
                variants.files.details(command(), variants.training.curves()));
        report.write(settings.folder());
        PhotoReport.write(report, settings.folder());
        work.finish();
        return report;
    }

    private PhotoData opened() {
        PhotoData data = settings.quick()
                ? PhotoData.open(settings, SmallNetwork.SIDE, QUICK_PICTURES, console)
                : PhotoData.open(settings, Baseline.SIDE, Integer.MAX_VALUE, console);
        announce(data);
        return data;
    }

    private Baseline baseline(PhotoData data) throws IOException {
        Baseline baseline = settings.quick()
                ? Baseline.quick(data.classes(), settings.seed())
                : Baseline.efficientNet(settings.weights(), data.classes(), settings.seed(), console);
        console.step("Baseline", baseline.origin());
        return baseline;
    }

    /**
     * What {@link #run} would do. Opens the data and the weights, trains a few steps to tell the time that all take, and writes nothing.
     *
     * @throws IOException if a file cannot be read
     */
    public LabPlan plan() throws IOException {
        Environment.announced(NAME, console);
        PhotoData data = opened();
        Baseline baseline = baseline(data);
        Tasks tasks = Tasks.of(Task.of(ModelOutput.of(baseline.model()), Choice.NONE, data.train()));
        int stepsPerEpoch = experiment.stepsPerEpoch(data.train().size());
        List<Part> parts = new ArrayList<>();
        if (baseline.pretrained()) {
            // On features that are computed once: its steps take next to no time.
            long steps = (long) CLASSIFIER_EPOCHS * stepsPerEpoch;
            String how = experiment.withoutAugmentation().training(CLASSIFIER_RATE, CLASSIFIER_EPOCHS);
            parts.add(new Part(
                    "classifier",
                    "the pretrained network",
                    List.of(new Planned(1, "train", how, List.of(), steps, List.of()))));
        }
        Part training = LabPlan.training(
                "baseline",
                baseline.pretrained() ? "classifier" : "",
                experiment.training(baseline.learningRate(), baseline.epochs()),
                (long) baseline.epochs() * stepsPerEpoch);
        parts.add(training);
        List<Planned> conversions = new ArrayList<>();
        CONVERSIONS.forEach((file, recipe) -> conversions.add(
                new Planned(conversions.size() + 1, "convert", "convert " + recipe, List.of(), 0, List.of(file))));
        parts.add(new Part("conversions", training.name(), conversions));
        Part pruning = new Part(
                "pruned",
                training.name(),
                RecipeRun.plan(
                                PhotoRecipe.pruning(
                                        experiment, stepsPerEpoch, baseline.pruningEpochs(), baseline.pruningRate()),
                                baseline.model(),
                                tasks,
                                data.experiment(),
                                name -> Distillation.from(baseline.model()))
                        .steps());
        parts.add(pruning);
        List<String> results = new ArrayList<>(List.of(RecipeRunner.FOLDER, Report.FILE_NAME, Report.PAGE_NAME));
        results.addAll(PhotoReport.NAMES);
        return new LabPlan(
                NAME,
                settings.folder(),
                parts,
                results,
                ExpectedTime.describe(
                        training.trainingSteps() + pruning.trainingSteps(),
                        baseline.model(),
                        tasks,
                        data.train(),
                        experiment,
                        stop));
    }

    private List<String> command() {
        List<String> words = new ArrayList<>(List.of("--data", Provenance.nameOf(settings.data())));
        if (settings.quick()) {
            words.add("--quick");
        }
        settings.weights()
                .ifPresent(weights -> words.addAll(List.of("--weights", Provenance.nameOf(weights.toString()))));
        words.addAll(List.of(
                "--seed",
                Long.toString(settings.seed()),
                "--threads",
                Integer.toString(settings.threads()),
                "--out",
                "again"));
        return List.of("espalier lab " + NAME + " " + Command.words(words.toArray(String[]::new)));
    }

    private void announce(PhotoData data) {
        console.step(
                "Data",
                String.format(
                        Locale.US,
                        "%s: %,d training and %,d test images of %s, from %s",
                        data.split().origin().name(),
                        data.train().size(),
                        data.split().test().size(),
                        String.join(" and ", data.train().classNames()),
                        data.split().origin().source()));
        console.step("Inputs", InputLine.of(data.train(), "since the network scales them itself"));
    }

    /** The baseline and what is made of it. */
    private final class Variants {
        private final ExperimentData data;
        private final UnfinishedWork work;
        private final Baseline plan;
        private final Task task;
        private final ModelTraining training;
        private final List<Report.Epoch> trained = new ArrayList<>();
        private final Model model;
        private final VariantFiles files;
        private final RecipeRunner recipes;

        Variants(ExperimentData data, Baseline plan, UnfinishedWork work) throws IOException {
            this.data = data;
            this.work = work;
            this.plan = plan;
            this.task = Task.of(ModelOutput.of(plan.model()), Choice.NONE, data.train());
            this.training = new ModelTraining(experiment, console, stop, Tasks.of(task), data.train(), work);
            console.step(
                    "Model",
                    String.format(
                            Locale.US,
                            "%s, %d layers, %,d parameters; 'espalier summary' lists the layers",
                            plan.model().name(),
                            plan.model().nodes().size(),
                            plan.model().parameters(false)));
            Provenance provenance = data.provenance(
                    plan.origin() + "; " + experiment.training(plan.learningRate(), plan.epochs()),
                    settings.seed(),
                    List.of());
            this.model = plan.pretrained() ? fineTuned(provenance) : trained("baseline", plan.model(), provenance);
            Path file = settings.folder().resolve("baseline.h5");
            KerasFormat.H5.write(model, provenance, file);
            this.files = VariantFiles.ofBaseline(file, provenance, experiment, console, Tasks.of(task), data.test());
            this.recipes = new RecipeRunner(training, files, console, stop, data, settings.folder(), Set.of())
                    .saving(settings.folder().resolve(RecipeRunner.FOLDER));
        }

        private Model fineTuned(Provenance provenance) throws IOException {
            FrozenBase cut = FrozenBase.of(plan.withFrozenBase()).orElseThrow();
            console.step("Features", "computing the output of the frozen base once");
            Dataset features = cut.features(data.train(), settings.threads());
            ExperimentSettings onFeatures = experiment.withoutAugmentation();
            console.step("Training", "the classifier, " + onFeatures.training(CLASSIFIER_RATE, CLASSIFIER_EPOCHS));
            TrainingResult<ParametrizedModel> classifier = new ModelTraining(
                            onFeatures, console, stop, Tasks.of(task), features, work)
                    .train(
                            "classifier",
                            ParametrizedModel.of(cut.head()),
                            CLASSIFIER_RATE,
                            CLASSIFIER_EPOCHS,
                            provenance);
            trained.addAll(Report.Epoch.all("classifier", classifier.history()));
            Model joined = cut.withHead(classifier.model().strip());
            return trained("baseline", Baseline.withFrozenStart(joined), provenance)
                    .unfreeze();
        }

        private Model trained(String name, Model start, Provenance provenance) throws IOException {
            console.step("Training", experiment.training(plan.learningRate(), plan.epochs()));
            TrainingResult<ParametrizedModel> result =
                    training.train(name, ParametrizedModel.of(start), plan.learningRate(), plan.epochs(), provenance);
            trained.addAll(Report.Epoch.all(name, result.history()));
            return result.model().strip();
        }

        void compress() throws IOException {
            for (Map.Entry<String, Recipe> conversion : CONVERSIONS.entrySet()) {
                recipes.convert(conversion.getKey(), model, conversion.getValue(), settings.seed());
            }
            recipes.run(
                    PhotoRecipe.pruning(experiment, training.stepsPerEpoch(), plan.pruningEpochs(), plan.pruningRate()),
                    model,
                    files.baseline(),
                    changed -> {});
        }

        List<Report.Epoch> history() {
            return Stream.concat(trained.stream(), recipes.history().stream()).toList();
        }
    }
}
