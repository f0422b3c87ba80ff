// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.trial;

import io.espalier.base.EspalierException;
import io.espalier.base.internal.Sha256;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.TeacherFile;
import io.espalier.experiment.internal.Environment;
import io.espalier.experiment.internal.ExpectedTime;
import io.espalier.experiment.internal.ExperimentSettings;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.recipe.RecipeRun;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.interpreter.TfliteModel;
import io.espalier.runtime.measure.Benchmark;
import io.espalier.search.SearchException;
import io.espalier.search.trial.Claims.Claim;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs trials in this process: the model and the data are open, results are kept in the store. Any number of threads may use it at once. */
public final class TrialBench {
    private static final int WARM_UP_RUNS = 50;
    private static final int RUNS = 300;

    private final TrialSetup setup;
    private final ReadModel model;
    private final ExperimentData data;
    private final boolean hasTest;
    private final TrialStore store;
    private final Claims claims = new Claims();
    private final String context;

    private TrialBench(
            TrialSetup setup, ReadModel model, ExperimentData data, boolean hasTest, TrialStore store, String context) {
        this.setup = setup;
        this.model = model;
        this.data = data;
        this.hasTest = hasTest;
        this.store = store;
        this.context = context;
    }

    static TrialBench of(TrialSetup setup, OpenedDataset opened) throws IOException {
        Environment here = Environment.here();
        TrialStore store = new TrialStore(setup.folder());
        ExperimentData data = new ExperimentData(opened.origin().name(), opened.forTraining(), opened.forEvaluation());
        String context = new WorkIdentity(String.join(
                        "\n",
                        "versions " + here.versions(),
                        "threads " + setup.threads(),
                        "model " + setup.parent(),
                        "SHA-256 of the model " + Sha256.of(setup.model())))
                .withData(data)
                .text();
        return new TrialBench(
                setup,
                ReadModel.of(setup, setup.folder().resolve("work")),
                data,
                opened instanceof DatasetSplit,
                store,
                context);
    }

    /** What results follow from besides recipes: versions, threads, model and data, a line for each. */
    public String identity() {
        return context;
    }

    /** The training examples that no trial trains on, at which the choice looks: the last ones, as many as the recipe keeps for validation. */
    public Dataset selection(CompressionRecipe recipe) {
        int trained = ExperimentData.trained(data.train().size(), recipe.validationSplit());
        return data.train().slice(trained, data.train().size());
    }

    /**
     * What training some trials take.
     *
     * @param alone training steps if each recipe is carried out by itself
     * @param shared training steps if what they have in common is trained once
     * @param left those of {@code shared} that are not in the store yet
     */
    public record Work(long alone, long shared, long left) {}

    /**
     * What training trials take.
     *
     * @throws IOException if the store or a teacher cannot be read
     */
    public Work work(List<Trial> trials) throws IOException {
        TreeWork work = new TreeWork(store);
        for (Trial trial : trials) {
            work.add(path(trial), stepsPerEpoch(resolved(trial)), trial.share());
        }
        return work.sum();
    }

    /** How long a training step of the model as it is takes, in seconds; trains a few to find out. */
    public double secondsOfStep(CompressionRecipe recipe, StopSignal stop) {
        return ExpectedTime.secondsEach(model.model(), tasks(recipe), data.train(), settings(recipe), stop);
    }

    /**
     * What the steps of a recipe will not do, and why, found without training.
     *
     * @throws io.espalier.compress.CompressionException if a step does not fit the model; names it
     * @throws IOException if a teacher cannot be read
     */
    public List<String> rehearse(CompressionRecipe recipe) throws IOException {
        return RecipeRun.rehearse(
                recipe, model.model(), tasks(recipe), data, teacher -> TeacherFile.open(Path.of(teacher)));
    }

    /** How many training steps an epoch of a recipe has. */
    public int stepsPerEpoch(CompressionRecipe recipe) {
        return recipe.stepsPerEpoch(data.train().size());
    }

    /** How many training steps a recipe has by itself. */
    public long trainingSteps(CompressionRecipe recipe) {
        return recipe.trainingSteps(data.train().size());
    }

    /**
     * The median time of one example in microseconds, on one thread; to be called when nothing else runs.
     *
     * @throws IOException if the file cannot be read
     */
    public double latency(TrialResult result) throws IOException {
        return Benchmark.run(
                        TfliteModel.read(store.file(result.key())), InterpreterOptions.DEFAULTS, WARM_UP_RUNS, RUNS)
                .latency()
                .median();
    }

    /** The name of the data. */
    public String dataName() {
        return data.name();
    }

    /** How many test examples there are. */
    public int testExamples() {
        return data.test().size();
    }

    /** The file of a trial that is done. */
    public Path file(TrialResult result) {
        return store.file(result.key());
    }

    /** Whether there are test examples that are no training examples. */
    public boolean hasTest() {
        return hasTest;
    }

    /**
     * Measures the file of a trial on the test part, which is for what was chosen already.
     *
     * @return as the result of the trial, but with the figures and the answers on the test part
     * @throws SearchException if there is no test part
     * @throws IOException if the file cannot be read
     */
    public TrialResult tested(TrialResult result) throws IOException {
        if (!hasTest) {
            throw SearchException.badUse(data.name() + " has no test part");
        }
        TfliteModel lite = TfliteModel.read(store.file(result.key()));
        FileFigures measured = FileFigures.of(lite, tasks(resolved(result.trial())), data.test(), setup);
        return new TrialResult(
                result.trial(), result.key(), null, measured.figures(), result.sha256(), measured.right(), 0, 0);
    }

    /**
     * Runs a trial, or takes its result from the store.
     *
     * @return its result, also if it failed; empty if it was asked to stop
     * @throws IOException if the store cannot be read or written
     */
    public Optional<TrialResult> run(Trial trial, StopSignal stop) throws IOException {
        CompressionRecipe recipe = resolved(trial);
        TrialPath path = path(trial);
        Optional<TrialResult> known = known(path.leaf(), trial);
        if (known.isPresent()) {
            return known;
        }
        Optional<Claim> claim = claims.take(path.leaf(), store.lock(path.leaf()), stop);
        if (claim.isEmpty()) {
            return Optional.empty();
        }
        try (Claim held = claim.get()) {
            Objects.requireNonNull(held);
            known = known(path.leaf(), trial);
            return known.isPresent() ? known : carriedOut(trial, recipe, path, stop);
        }
    }

    /** A result that has all that is measured here; an earlier search may have measured less. */
    private Optional<TrialResult> known(String key, Trial trial) throws IOException {
        return store.trial(key, trial)
                .filter(result -> !setup.firmware() || result.figures().containsKey(FileFigures.FLASH));
    }

    private Optional<TrialResult> carriedOut(Trial trial, CompressionRecipe recipe, TrialPath path, StopSignal stop)
            throws IOException {
        long start = System.nanoTime();
        Tasks tasks = tasks(recipe);
        try (TrialHost host =
                new TrialHost(store, claims, path, settings(recipe), tasks, data.train(), trial.share(), stop)) {
            try {
                RecipeRun.of(recipe, data, host).run(model.model(), setup.parent());
                byte[] tflite = host.file()
                        .orElseThrow(() -> SearchException.badUse(
                                "the recipe writes no .tflite file; add a step such as 'quantize: int8'"));
                TrialResult result = measured(
                        trial, recipe, path.leaf(), tflite, tasks, host.trainedSteps(), (System.nanoTime() - start));
                store.putTrial(result, tflite);
                store.endWork(path.leaf());
                return Optional.of(result);
            } catch (TrialHost.Stopped e) {
                return Optional.empty();
            } catch (EspalierException.Interrupted e) {
                throw e;
            } catch (UncheckedIOException e) {
                throw Objects.requireNonNull(e.getCause());
            } catch (RuntimeException e) {
                // Whatever is wrong with one recipe, the others go on.
                return Optional.of(TrialResult.failed(
                        trial, path.leaf(), reason(e), host.trainedSteps(), (System.nanoTime() - start) / 1e9));
            }
        }
    }

    private static String reason(RuntimeException failure) {
        return failure instanceof EspalierException known
                ? known.getMessage()
                : failure.getClass().getSimpleName() + ": " + failure.getMessage();
    }

    private TrialResult measured(
            Trial trial,
            CompressionRecipe recipe,
            String key,
            byte[] tflite,
            Tasks tasks,
            long trainedSteps,
            long nanos) {
        TfliteModel lite = TfliteModel.of(trial.name() + ".tflite", ByteBuffer.wrap(tflite));
        FileFigures figures = FileFigures.of(lite, tasks, selection(recipe), setup);
        return new TrialResult(
                trial,
                key,
                null,
                figures.figures(),
                Sha256.of(ByteBuffer.wrap(tflite)),
                figures.right(),
                trainedSteps,
                nanos / 1e9);
    }

    /**
     * The SHA-256 of all that the file of a trial follows from, as {@link TrialResult#key} has it.
     *
     * @throws IOException if a teacher cannot be read
     */
    public String key(Trial trial) throws IOException {
        return path(trial).leaf();
    }

    /** The way of a trial through the tree. */
    TrialPath path(Trial trial) throws IOException {
        return TrialPath.of(resolved(trial), context, trial.share());
    }

    /** The results that are there already. */
    TrialStore store() {
        return store;
    }

    private CompressionRecipe resolved(Trial trial) {
        CompressionRecipe recipe = CompressionRecipe.parse(trial.recipe(), trial.name());
        return recipe.resolved(recipe.stepsPerEpoch(data.train().size()));
    }

    private ExperimentSettings settings(CompressionRecipe recipe) {
        return new ExperimentSettings(
                setup.folder(), recipe.seed(), setup.threads(), recipe.batchSize(), recipe.validationSplit(), false);
    }

    /** What the model is for, by the recipe, the model and the labels. */
    public Tasks tasks(CompressionRecipe recipe) {
        return Tasks.of(model.outputs(), recipe.choices(), data.train());
    }
}
