// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.espalier.base.ProgressListener;
import io.espalier.base.internal.Sha256;
import io.espalier.data.OpenedDataset;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.ModelFormats;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.search.SearchException;
import io.espalier.search.run.SearchReport.Entry;
import io.espalier.search.trial.SmallNetworks;
import io.espalier.search.trial.TrialData;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches on networks that train in a moment: 8 steps an epoch, 32 examples to choose on. */
class RecipeSearchTest {
    private static final int STEPS = 8;
    private static final String HEAD = "batch_size: 16\nvalidation_split: 0.2\n";
    private static final String GRID =
            HEAD + "constraints: [accuracy >= 0.1]\nsteps: [{prune: [0.5, 0.8]}, {cluster: [8, 4]}, {quantize: int8}]";

    private static final ExperimentConsole QUIET = new ExperimentConsole(
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            false,
            ProgressListener.NONE);

    @TempDir
    private Path folder;

    @Test
    void theBestKeepsTheConstraintsAndItsRecipeAndFileAreThere() throws IOException {
        SearchReport report = run("dense", GRID, false, new StopSignal());

        Entry best = report.chosen().orElseThrow();
        assertThat(best.isEligible()).isTrue();
        assertThat(report.entries()).hasSize(4).allMatch(entry -> entry.error() == null);
        assertThat(report.entries())
                .allSatisfy(entry -> assertThat(entry.selection().get("gzip_bytes"))
                        .isGreaterThanOrEqualTo(best.selection().get("gzip_bytes")));
        assertThat(report.trainedSteps()).isEqualTo(6 * STEPS);
        assertThat(report.stepsAlone()).isEqualTo(8 * STEPS);
        assertThat(report.testExamples()).isEqualTo(40);
        assertThat(report.baseline().test()).containsKey("accuracy");
        assertThat(report.entries()).allMatch(entry -> entry.test().isEmpty() != entry.isOnFront());
        CompressionRecipe recipe = CompressionRecipe.read(found("best.yaml"));
        assertThat(recipe.toYaml()).contains("prune: " + best.settings().get("prune"), "validation_split: 0.2");
        assertThat(Sha256.of(ByteBuffer.wrap(Files.readAllBytes(found("small-best.tflite")))))
                .isEqualTo(best.sha256());
        assertThat(Files.readString(found("search.json")))
                .contains("\"selection_interval\"", "\"best\" : \"" + best.id());
        assertThat(Files.readString(found("search.html"))).contains("accuracy by gzip bytes", "cluster 4");
    }

    @Test
    void aSearchThatIsResumedComputesNothingTwiceAndAnotherIsRefused() throws IOException {
        StopSignal stop = new StopSignal();

        assertThatExceptionOfType(ExperimentException.Stopped.class)
                .isThrownBy(() -> run("dense", GRID, false, stop, stopping(stop)))
                .withMessageContaining("stopped; 1 of 4 trials are done; what was trained is kept in");
        SearchReport resumed = run("dense", GRID, true, new StopSignal());
        SearchReport again = run("dense", GRID, true, new StopSignal());

        assertThat(resumed.trainedSteps()).isEqualTo(4 * STEPS);
        assertThat(again.trainedSteps()).isZero();
        assertThat(again.entries()).isEqualTo(resumed.entries());
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> run("dense", GRID.replace("0.8", "0.9"), true, new StopSignal()))
                .withMessageContainingAll(
                        "holds the results of another search: it was begun with 'step 1 {prune: [0.5, 0.8]}'",
                        "and now there is 'step 1 {prune: [0.5, 0.9]}'");
    }

    @Test
    void aSearchGoesOnWhateverItsFileIsCalledAndHoweverItIsWritten() throws IOException {
        SearchReport first = run("dense", GRID, false, new StopSignal());
        String rewritten = "# the same\nvalidation_split: 0.2\nbatch_size: 16\nobjectives: [bytes]\n"
                + GRID.lines().skip(2).collect(Collectors.joining("\n"));

        SearchReport again = run("dense", rewritten, "other", true, new StopSignal(), OutputStream.nullOutputStream());

        assertThat(again.trainedSteps()).isZero();
        assertThat(again.name()).isEqualTo("small");
        assertThat(again.entries())
                .extracting(Entry::sha256)
                .containsExactlyInAnyOrderElementsOf(
                        first.entries().stream().map(Entry::sha256).toList());
    }

    @Test
    void whatIsRefusedLeavesNothing() throws IOException {
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> run("dense", "objectives: [mae]\n" + GRID, false, new StopSignal()))
                .withMessageContaining("'mae' is not measured of this model");
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> run("dense", GRID, true, new StopSignal()))
                .withMessageContaining("there is no search to resume");

        assertThat(folder.resolve("found")).isEmptyDirectory();
    }

    @Test
    void aPlanOfThousandsOfRecipesReadsSomeOfThem() throws IOException {
        String space = HEAD + """
                steps:
                  - prune: {from: 0.4, to: 0.8, step: 0.1}
                  - cluster: {from: 2, to: 21, step: 1}
                  - fine_tune: {learning_rate: {from: 0.001, to: 0.025, step: 0.001}}
                  - quantize: int8
                """;

        SearchPlan plan = opened(
                "dense",
                (source, model, data) -> RecipeSearch.parse(space, "small")
                        .withThreads(1)
                        .withMaxTrials(3000)
                        .plan(source, model, data, folder.resolve("none"), QUIET, new StopSignal()));

        assertThat(plan.leaves()).isEqualTo("2,500");
        assertThat(plan.lookedAt()).isEqualTo(1000);
        assertThat(plan.stepsAlone()).isEqualTo(3 * 2500L * STEPS);
        assertThat(plan.stepsShared()).isCloseTo((5L + 5 * 20 + 5 * 20 * 25) * STEPS, within(2L));
    }

    @Test
    void whereNothingKeepsTheConstraintsTheNearestIsToldWithWhatItLacks() throws IOException {
        SearchReport report =
                run("dense", GRID.replace("accuracy >= 0.1", "gzip_bytes <= 100"), false, new StopSignal());

        assertThat(report.chosen()).isEmpty();
        assertThat(report.verdict())
                .startsWith("No trial keeps all constraints. The nearest is ")
                .contains("gzip bytes is ", ", must be at most 100");
        assertThat(found("search.json")).exists();
        assertThat(Files.readString(found("search.html")))
                .containsPattern(
                        "(?s)>lacks</td>\\s*<td[^>]*>.{0,99}prune 0.8.{0,99}>gzip bytes is [0-9,]+, must be at most 100<");
        assertThat(found("best.yaml")).doesNotExist();
    }

    @Test
    void aFailedTrialIsARowWithItsErrorAndTheOthersGoOn() throws IOException {
        String space = HEAD + "steps: [{fine_tune: {learning_rate: [0.001, 1.0e+30]}}, {quantize: dynamic}]";

        SearchReport report = run("dense", space, false, new StopSignal());

        assertThat(report.entries()).extracting(Entry::id).containsExactly("1", "2");
        assertThat(report.entries().get(1).error()).contains("try a smaller learning rate");
    }

    @Test
    void aSpaceOfTooManyRecipesIsRefusedWithTheirNumber() {
        String space =
                HEAD + "steps: [{prune: {from: 0.0001, to: 0.1, step: 0.0001}, power: {from: 1, to: 1000, step: 1}},"
                        + " {quantize: int8}]";

        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> run("dense", space, false, new StopSignal()))
                .withMessageStartingWith(
                        "the space has 1,000,000 recipes, and grid would try 1,000,000 of them, more than"
                                + " --max-trials 256");
    }

    @Test
    void halvingTrainsTheBestInFull() throws IOException {
        String space = HEAD + "sampler: {name: halving, eta: 2, rungs: 3}\nconstraints: [accuracy >= 0.1]\n"
                + "steps: [{prune: [0.5, 0.6, 0.7, 0.8]}, {quantize: int8}]";

        SearchReport report = run("dense", space, false, new StopSignal());

        // 4 trials of 2 steps, 2 of 2 more, and one of 4 more
        assertThat(report.trainedSteps()).isEqualTo(4 * 2 + 2 * 2 + 4);
        assertThat(report.entries()).extracting(Entry::share).containsExactlyInAnyOrder(1.0, 0.5, 0.25, 0.25);
        assertThat(report.chosen()).isPresent();
    }

    @Test
    void stepsMayBeLeftOut() throws IOException {
        String space =
                HEAD + "constraints: [accuracy >= 0]\nsteps: [{optional: {prune: 0.5}}, {quantize: [dynamic, int8]}]";

        SearchReport report = run("residual", space, false, new StopSignal());

        assertThat(report.entries()).hasSize(4).allMatch(entry -> entry.error() == null);
        assertThat(report.trainedSteps()).isEqualTo(STEPS);
    }

    @Test
    void severalOutputsHaveFiguresOfTheirOwn() throws IOException {
        String space =
                HEAD + "objectives: [size/mae, flash, latency]\nconstraints: [kind/accuracy >= 0, arena <= 1MB]\n"
                        + "steps: [{quantize: [none, int8]}]";

        SearchReport report = run("two outputs", space, false, new StopSignal());

        assertThat(report.entries())
                .hasSize(2)
                .allSatisfy(entry -> assertThat(entry.selection())
                        .containsKeys("kind/accuracy", "size/mae", "flash", "arena", "latency"));
        assertThat(report.chosen()).isPresent();
        assertThatExceptionOfType(SearchException.class)
                .isThrownBy(() -> run("two outputs", space.replace("size/mae", "mae"), true, new StopSignal()))
                .withMessageContainingAll("'mae' is not measured of this model", "size/mae");
    }

    private Path found(String name) {
        return folder.resolve("found").resolve(name);
    }

    private SearchReport run(String kind, String space, boolean resumed, StopSignal stop) throws IOException {
        return run(kind, space, resumed, stop, OutputStream.nullOutputStream());
    }

    private SearchReport run(String kind, String space, boolean resumed, StopSignal stop, OutputStream progress)
            throws IOException {
        return run(kind, space, "small", resumed, stop, progress);
    }

    private SearchReport run(
            String kind, String space, String name, boolean resumed, StopSignal stop, OutputStream progress)
            throws IOException {
        PrintStream told = new PrintStream(progress, true, StandardCharsets.UTF_8);
        return opened(
                kind,
                (source, model, data) -> RecipeSearch.parse(space, name)
                        .withThreads(1)
                        .run(
                                source,
                                model,
                                data,
                                Files.createDirectories(folder.resolve("found")),
                                resumed,
                                new ExperimentConsole(told, told, false, ProgressListener.NONE),
                                stop));
    }

    /** What is done with an open model. */
    private interface Use<T> {
        T with(ModelSource source, StoredModel<Model> model, TrialData data) throws IOException;
    }

    private <T> T opened(String kind, Use<T> use) throws IOException {
        Model model = SmallNetworks.of(kind);
        Path file = folder.resolve("net.h5");
        KerasFormat.H5.write(model, null, file);
        OpenedDataset data = SmallNetworks.data(model, 160, 40);
        try (ModelSource source = ModelSource.open(file)) {
            return use.with(
                    source,
                    ModelFormats.of(source)
                            .orElseThrow()
                            .read(source, ReadOptions.NONE)
                            .as(Model.class)
                            .orElseThrow(),
                    () -> data);
        }
    }

    /** Gives the signal as soon as a trial is told of. */
    private static OutputStream stopping(StopSignal stop) {
        return new OutputStream() {
            private final StringBuilder text = new StringBuilder();

            @Override
            public void write(int value) {
                text.append((char) value);
                if (text.toString().toLowerCase(Locale.ROOT).contains("trial  ")) {
                    stop.give();
                }
            }
        };
    }
}
