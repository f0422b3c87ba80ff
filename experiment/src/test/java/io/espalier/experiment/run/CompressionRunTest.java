// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.ProgressListener;
import io.espalier.compress.CompressionException;
import io.espalier.data.DatasetSplit;
import io.espalier.data.Metric;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.ModelFormats;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFiles;
import io.espalier.model.keras.KerasFormat;
import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Recipes on the sample of real digits. */
class CompressionRunTest {
    private static final DatasetSplit DIGITS = NamedDatasets.standard().open(NamedDatasets.MNIST_SAMPLE);

    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);

    private static final CompressionRecipe TWO_TRAININGS = CompressionRecipe.parse("""
            steps:
              - prune: 0.6
                train: {epochs: 2, distil: original}
              - quantize_aware: 8
              - export: [h5]
              - quantize: int8
            """, "mine");

    @TempDir
    private static Path models;

    private static Path baseline;
    private static Report atOnce;

    @TempDir
    private Path folder;

    @BeforeAll
    static void train() throws IOException {
        baseline = models.resolve("baseline.h5");
        KerasFormat.H5.write(
                Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                        .withEpochs(2)
                        .fit(network(), DIGITS.train())
                        .model(),
                null,
                baseline);
        atOnce = run(TWO_TRAININGS, Files.createDirectory(models.resolve("whole")));
    }

    private static Model network() {
        return Model.sequential()
                .input(28, 28)
                .add(Reshape.to(28, 28, 1))
                .add(Conv2D.of(12, 3).withActivation(ActivationFunction.RELU))
                .add(MaxPooling2D.of(2))
                .add(new Flatten())
                .add(Dense.of(10).withActivation(ActivationFunction.SOFTMAX))
                .build(5);
    }

    @Test
    void theSmallestFileHasTheZerosAndTheSharedValuesOfAllSteps() throws IOException {
        Report report = run(CompressionRecipe.named("pcqat"), folder);

        assertThat(report.variants())
                .extracting(Variant::name)
                .containsExactly("baseline.h5", "pcqat.h5", "pcqat-int8.tflite");
        Variant small = report.variants().get(2);
        assertThat(small.sparsity()).isGreaterThanOrEqualTo(0.798);
        assertThat(small.distinct()).isLessThanOrEqualTo(16);
        assertThat(small.score(Metric.ACCURACY)).isGreaterThan(0.85);
        assertThat(report.history())
                .extracting(Report.Epoch::training)
                .containsExactly("pcqat-prune", "pcqat-prune", "pcqat-cluster", "pcqat-quantize_aware");
    }

    @Test
    void anArchitectureWithoutWeightsIsComparedAsAFileWithWeights() throws IOException {
        Path model = folder.resolve("net.json");
        Files.writeString(model, """
                {"class_name": "Sequential", "config": {"name": "net", "layers": [
                  {"class_name": "InputLayer", "config": {"name": "in", "batch_input_shape": [null, 28, 28]}},
                  {"class_name": "Flatten", "config": {"name": "flat"}},
                  {"class_name": "Dense", "config": {"name": "dense", "units": 10, "activation": "softmax"}}]}}""");
        CompressionRecipe recipe = CompressionRecipe.parse("steps: [{prune: 0.8}, {quantize: dynamic}]", "small");

        Report report = run(recipe, folder, false, new StopSignal(), NOWHERE, model);

        Variant original = report.variants().get(0);
        assertThat(original.name()).isEqualTo("net.json as .h5");
        assertThat(original.bytes()).isGreaterThan(4 * (784 + 1) * 10);
        assertThat(report.settings().originalLatencyMicros()).isNull();
        assertThat(report.recommended()).isNotEqualTo(Optional.of(original));
        assertThat(folder).isDirectoryNotContaining("glob:**baseline*");
    }

    @Test
    void theRecipeThatIsSavedGivesTheSameBytesAgain() throws IOException {
        Path first = Files.createDirectory(folder.resolve("first"));
        Path second = Files.createDirectory(folder.resolve("second"));
        CompressionRecipe recipe = CompressionRecipe.parse("""
                steps:
                  - prune: 0.6
                    train: {distil: original}
                  - cluster: 8
                    initialization: kmeans_plus_plus
                  - export: [h5, tflite]
                  - quantize: int8
                """, "mine").withSeed(11);

        List<String> hashes = hashes(run(recipe, first));
        List<String> again = hashes(run(CompressionRecipe.read(first.resolve("recipe.yaml")), second));

        assertThat(again).isEqualTo(hashes);
        assertThat(second.resolve("recipe.yaml")).hasSameTextualContentAs(first.resolve("recipe.yaml"));
    }

    @Test
    void aModelIsExportedInTheFormOfKeras3AndCompressedFromThere() throws IOException {
        Path exported = Files.createDirectory(folder.resolve("exported"));
        Path again = Files.createDirectory(folder.resolve("again"));
        CompressionRecipe export = CompressionRecipe.parse("steps: [{export: [keras]}]", "same");
        CompressionRecipe convert = CompressionRecipe.parse("steps: [{quantize: float16}]", "half");

        run(export, exported);
        Report report = run(convert, again, false, new StopSignal(), NOWHERE, exported.resolve("same.keras"));

        assertThat(KerasFiles.read(exported.resolve("same.keras")).weights())
                .isEqualTo(KerasFiles.read(baseline).weights());
        assertThat(report.variants()).extracting(Variant::name).containsExactly("same.keras", "half-float16.tflite");
    }

    @ParameterizedTest(name = "stopped {0}")
    @ValueSource(strings = {"in the first epoch", "between epochs", "in the second step"})
    void aRunThatIsStoppedAndResumedGivesTheSameBytes(String when) throws IOException {
        CompressionRecipe recipe = TWO_TRAININGS;
        Path parts = Files.createDirectory(folder.resolve("parts"));
        StopSignal stop = new StopSignal();
        int lines = switch (when) {
            case "in the first epoch" -> 2;
            case "between epochs" -> 3;
            default -> 5;
        };

        assertThatExceptionOfType(ExperimentException.Stopped.class)
                .isThrownBy(() -> run(recipe, parts, false, stop, new StoppingAt(lines, stop)))
                .withMessageContaining("--resume");
        assertThat(parts.resolve("unfinished")).isDirectory();
        Report resumed = run(recipe, parts, true, new StopSignal(), NOWHERE);

        assertThat(hashes(resumed)).isEqualTo(hashes(atOnce));
        assertThat(resumed.history())
                .extracting(Report.Epoch::loss)
                .isEqualTo(atOnce.history().stream().map(Report.Epoch::loss).toList());
        assertThat(parts.resolve("unfinished")).doesNotExist();
    }

    @Test
    void theModelAndItsTeacherAreNotOverwritten() throws IOException {
        Path model = Files.copy(baseline, folder.resolve("mine.h5"));
        Path teacher = Files.copy(baseline, folder.resolve("big.h5"));
        CompressionRecipe same = CompressionRecipe.parse("steps: [{export: [h5]}]", "mine");
        CompressionRecipe taught = CompressionRecipe.parse("steps: [{distil: " + teacher + "}, {export: [h5]}]", "big");

        assertThatExceptionOfType(ExperimentException.class)
                .isThrownBy(() -> run(same, folder, false, new StopSignal(), NOWHERE, model))
                .withMessageContaining("mine.h5: the recipe would overwrite the model");
        assertThatExceptionOfType(ExperimentException.class)
                .isThrownBy(() -> run(taught, folder, false, new StopSignal(), NOWHERE, model))
                .withMessageContaining("big.h5: the recipe would overwrite the teacher");
    }

    @Test
    void aSplitThatLeavesNothingIsRefusedBeforeTraining() {
        CompressionRecipe recipe = CompressionRecipe.parse("validation_split: 0.99999\nsteps: [{fine_tune: }]", "mine");

        assertThatExceptionOfType(ExperimentException.class)
                .isThrownBy(() -> run(recipe, folder))
                .withMessageContaining("leaves 0 to train on");
    }

    @Test
    void anotherTeacherUnderTheSameNameIsAnotherRun() throws IOException {
        Path teacher = Files.copy(baseline, folder.resolve("big.h5"));
        CompressionRecipe recipe = CompressionRecipe.parse("steps: [{distil: " + teacher + "}]", "mine");
        StopSignal stop = new StopSignal();
        stop.give();
        assertThatExceptionOfType(ExperimentException.Stopped.class)
                .isThrownBy(() -> run(recipe, folder, false, stop, NOWHERE));

        KerasFormat.H5.write(KerasFiles.read(baseline).freeze(node -> true), null, teacher);

        assertThatExceptionOfType(ExperimentException.class)
                .isThrownBy(() -> run(recipe, folder, true, new StopSignal(), NOWHERE))
                .withMessageContainingAll(
                        "different one: it was begun with 'teacher " + teacher + ", SHA-256 ",
                        ", and now there is 'teacher " + teacher);
    }

    @Test
    void otherWorkIsNotResumed() throws IOException {
        CompressionRecipe recipe = CompressionRecipe.parse("steps: [{fine_tune: }]", "mine");
        StopSignal stop = new StopSignal();
        stop.give();
        assertThatExceptionOfType(ExperimentException.Stopped.class)
                .isThrownBy(() -> run(recipe, folder, false, stop, NOWHERE));

        assertThatExceptionOfType(ExperimentException.class)
                .isThrownBy(() -> run(recipe.withSeed(1), folder, true, new StopSignal(), NOWHERE))
                .withMessageContaining("the unfinished run there is a different one");
        assertThatExceptionOfType(ExperimentException.class)
                .isThrownBy(() ->
                        run(recipe, Files.createDirectory(folder.resolve("empty")), true, new StopSignal(), NOWHERE))
                .withMessageContaining("there is no unfinished run to resume");
    }

    @Test
    void aFinishedRunIsNotResumedEither() throws IOException {
        CompressionRecipe recipe = CompressionRecipe.parse("steps: [{prune: 0.5, train: {epochs: 0}}]", "mine");
        run(recipe, folder);

        assertThatExceptionOfType(ExperimentException.class)
                .isThrownBy(() -> run(recipe, folder, true, new StopSignal(), NOWHERE))
                .withMessageContainingAll("the run there is finished", "report.json", "replace --resume by --force");
    }

    @Test
    void aRecipeThatWritesNothingExportsWhatItMade() throws IOException {
        Report report = run(CompressionRecipe.parse("steps: [{prune: 0.5, train: {epochs: 0}}]", "mine"), folder);

        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "mine.h5", "mine.tflite", "recipe.yaml", "recipe.schema.json", "report.html", "report.json");
        assertThat(report.variants().get(1).sparsity()).isEqualTo(0.5, org.assertj.core.api.Assertions.within(0.001));
        assertThat(report.history()).isEmpty();
    }

    @Test
    void aFileTellsAllStepsSinceTheOneThatItWasMadeFrom() throws IOException {
        Report report = run(
                CompressionRecipe.parse(
                        "steps: [{prune: 0.5, train: {epochs: 0}}, {fine_tune: }, {quantize: dynamic}]", "mine"),
                folder);

        assertThat(report.variants().get(1).provenance().recipe())
                .startsWith("prune: 0.5")
                .contains("; fine_tune: epochs: 1")
                .endsWith("; convert dynamic");
        assertThat(report.variants().get(1).provenance().parents())
                .singleElement()
                .asString()
                .startsWith("baseline.h5 ");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{fine_tune: }, {prune: 0.5, layers: [conv3d]}    | step 2 (prune): | 'conv3d'",
                "{fine_tune: }, {cluster: 16, layers: [flatten]}  | step 2 (cluster): | 'flatten'",
                "{fine_tune: }, {cluster: 200, layers: [conv2d]}  | step 2 (cluster): | fewer than 200 clusters",
                "{fine_tune: }, {prune: 0.5, pattern: 4x1}        | step 2 (prune): | two dimensions",
                "{fine_tune: }, {quantize_aware: 8, layers: [other]} | step 2 (quantize_aware): | 'other'",
                "{fine_tune: }, {prune_filters: 0.5, keep: [other]} | step 2 (prune_filters): | 'other'",
            })
    void aStepThatDoesNotFitTheModelIsRefusedBeforeAnythingIsTrained(String steps, String where, String what) {
        CompressionRecipe recipe = CompressionRecipe.parse("steps: [" + steps + "]", "mine");

        assertThatExceptionOfType(CompressionException.class)
                .isThrownBy(() -> run(recipe, folder))
                .withMessageStartingWith(where)
                .withMessageContaining(what);
        assertThat(folder).isEmptyDirectory();
    }

    private static List<String> hashes(Report report) {
        return report.variants().stream().map(Variant::sha256).toList();
    }

    private static Report run(CompressionRecipe recipe, Path folder) throws IOException {
        return run(recipe, folder, false, new StopSignal(), NOWHERE);
    }

    private static Report run(
            CompressionRecipe recipe, Path folder, boolean resumed, StopSignal stop, PrintStream progress)
            throws IOException {
        return run(recipe, folder, resumed, stop, progress, baseline);
    }

    private static Report run(
            CompressionRecipe recipe, Path folder, boolean resumed, StopSignal stop, PrintStream progress, Path model)
            throws IOException {
        CompressionRun run = new CompressionRun(
                recipe,
                new CompressionRun.Options(folder, 2, resumed, false),
                new ExperimentData("digits", DIGITS.train(), DIGITS.test()),
                DIGITS.origin(),
                new ExperimentConsole(NOWHERE, progress, false, ProgressListener.NONE),
                stop);
        try (ModelSource file = ModelSource.open(model)) {
            return run.run(
                    file,
                    ModelFormats.of(file)
                            .orElseThrow()
                            .read(file, ReadOptions.NONE)
                            .as(Model.class)
                            .orElseThrow());
        }
    }

    /** Gives the signal as soon as so many lines of progress were printed: one for the baseline, one a step and one an epoch. */
    private static final class StoppingAt extends PrintStream {
        private final StopSignal stop;
        private int left;

        StoppingAt(int lines, StopSignal stop) {
            super(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
            this.left = lines + 1;
            this.stop = stop;
        }

        @Override
        public PrintStream printf(Locale locale, String format, Object... arguments) {
            count();
            return this;
        }

        @Override
        public void println(String line) {
            count();
        }

        private void count() {
            if (--left == 0) {
                stop.give();
            }
        }
    }
}
