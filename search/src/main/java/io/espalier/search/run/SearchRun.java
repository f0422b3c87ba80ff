// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.base.EspalierException;
import io.espalier.base.Provenance;
import io.espalier.data.Task;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ModelFormats;
import io.espalier.experiment.internal.ExpectedTime;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelFormat.Feature;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.search.SearchException;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Figure;
import io.espalier.search.space.RecipeSpace;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialData;
import io.espalier.search.trial.TrialResult;
import io.espalier.search.trial.TrialSetup;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** One search, from the space to the report. */
final class SearchRun {
    private final RecipeSpace space;
    private final SearchSettings options;
    private final Path folder;
    private final ExperimentConsole console;
    private final StopSignal stop;
    private final SearchFolder files;
    private final List<CompressionRecipe> samples;

    SearchRun(RecipeSpace space, SearchSettings options, Path folder, ExperimentConsole console, StopSignal stop) {
        this.space = space;
        this.options = options;
        this.folder = folder;
        this.console = console;
        this.stop = stop;
        this.files = new SearchFolder(folder);
        this.samples = space.samples().stream()
                .map(recipe -> TrialList.said(recipe, options))
                .toList();
    }

    SearchReport run(ModelSource file, StoredModel<Model> stored, TrialData data, boolean resumed) throws IOException {
        long start = System.nanoTime();
        Plan plan = Plan.of(space, options);
        console.step("Space", plan.describe());
        TrialSetup setup = setup(file, stored, data, files.store());
        TrialBench bench = setup.open();
        files.begin(identity(bench), resumed);
        noteOnSteps(bench);
        CompressionRecipe any = samples.get(0);
        TrialResult baseline = baseline(any, bench);
        Ranking ranking = ranking(any, bench, baseline);
        SearchProgress progress = new SearchProgress(console, withoutLatency(ranking), shown(ranking));
        Rounds rounds = new Rounds(space, options, plan, setup, bench, withoutLatency(ranking), progress, stop);
        console.step("Work", describe(rounds.work(), bench.secondsOfStep(any, stop)) + "; " + selection(any, bench));
        rounds.run();
        stopIfAsked(rounds);
        Latencies latencies = new Latencies(bench, console, measuresLatency(ranking));
        TrialResult original = latencies.of(baseline);
        List<TrialResult> results = new ArrayList<>();
        for (TrialResult result : rounds.results()) {
            results.add(latencies.of(result));
        }
        Ranking whole = new Ranking(ranking.objectives(), ranking.constraints(), original.figures());
        Chooser chooser = new Chooser(whole, original, results);
        Map<String, Map<String, Double>> tested = tested(chooser, original, bench);
        SearchReport report = new SearchReport(
                space.name(),
                plan.settings().name(),
                String.format(Locale.US, "%,d", space.leaves()),
                whole.objectives().stream().map(Figure::name).toList(),
                whole.constraints().stream().map(Constraint::text).toList(),
                bench.dataName(),
                bench.selection(any).size(),
                tested.isEmpty() ? 0 : bench.testExamples(),
                chooser.entry(original, tested),
                chooser.entries(tested),
                chooser.best().map(best -> best.trial().id()).orElse(null),
                chooser.verdict(),
                rounds.trainedSteps(),
                rounds.work().alone(),
                (System.nanoTime() - start) / 1e9);
        files.write(report, chooser.best(), bench);
        return report;
    }

    SearchPlan plan(ModelSource file, StoredModel<Model> stored, TrialData data) throws IOException {
        Plan plan = Plan.of(space, options);
        boolean begun = SearchFolder.isIn(folder);
        Path store = begun ? files.store() : Files.createTempDirectory("espalier-search");
        try {
            TrialSetup setup = setup(file, stored, data, store);
            TrialBench bench = setup.open();
            List<String> notes = noteOnSteps(bench);
            Rounds rounds = new Rounds(
                    space, options, plan, setup, bench, new Ranking(List.of(), List.of(), Map.of()), null, stop);
            TrialBench.Work work = rounds.work();
            return new SearchPlan(
                    String.format(Locale.US, "%,d", space.leaves()),
                    plan.settings().name(),
                    plan.trials(),
                    work.alone(),
                    work.shared(),
                    work.left(),
                    work.left() * bench.secondsOfStep(samples.get(0), stop),
                    notes);
        } finally {
            if (!begun) {
                SearchFolder.delete(store);
            }
        }
    }

    private WorkIdentity identity(TrialBench bench) {
        List<String> lines = new ArrayList<>(List.of("search " + space.name(), "recipes " + space.leaves()));
        lines.add("seed " + (options.seed().isPresent() ? options.seed().getAsLong() : "of the recipes"));
        lines.add("said " + options.choices());
        // What is fixed shows in each of them, and what is open in their differences.
        samples.forEach(recipe -> lines.add("recipe " + recipe.toJson()));
        bench.identity().lines().forEach(lines::add);
        return new WorkIdentity(String.join("\n", lines));
    }

    private TrialSetup setup(ModelSource file, StoredModel<Model> stored, TrialData data, Path store)
            throws IOException {
        ModelFormat<?> format = ModelFormats.of(file).orElseThrow();
        boolean isWhole = format.features().contains(Feature.WEIGHTS)
                && !format.extension().isEmpty();
        byte[] bytes = isWhole ? file.bytes() : withWeights(stored.content(), store);
        String name = file.path().getFileName() + (isWhole ? "" : " as .h5");
        return new TrialSetup(
                name,
                bytes,
                Provenance.parent(name, ByteBuffer.wrap(bytes)),
                data,
                options.threads(),
                store.toAbsolutePath().toString(),
                firmware());
    }

    private boolean firmware() {
        return Stream.concat(
                        space.goals().objectives().stream(),
                        space.goals().constraints().stream().map(Constraint::figure))
                .anyMatch(Figure::needsFirmware);
    }

    private static byte[] withWeights(Model model, Path store) throws IOException {
        Files.createDirectories(store);
        Path file = Files.createTempFile(store, "model", ".h5");
        try {
            KerasFormat.H5.write(model, null, file);
            return Files.readAllBytes(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Steps that do not fit the model are found before anything is trained; it is no success if none fits. */
    private List<String> noteOnSteps(TrialBench bench) throws IOException {
        Map<String, Integer> notes = new LinkedHashMap<>();
        int failed = 0;
        for (CompressionRecipe recipe : samples) {
            try {
                bench.rehearse(recipe).forEach(note -> notes.merge(note, 1, Integer::sum));
            } catch (EspalierException e) {
                failed++;
                notes.merge("will fail: " + e.getMessage(), 1, Integer::sum);
                if (failed == samples.size()) {
                    throw e;
                }
            }
        }
        notes.keySet().forEach(console::note);
        return List.copyOf(notes.keySet());
    }

    private TrialResult baseline(CompressionRecipe any, TrialBench bench) throws IOException {
        TrialResult result = bench.run(TrialList.baseline(any), stop).orElseThrow(() -> stopped(0, 0));
        if (!result.isDone()) {
            throw SearchException.failed("the model as it is cannot be measured: " + result.error());
        }
        return result;
    }

    private Ranking ranking(CompressionRecipe any, TrialBench bench, TrialResult baseline) {
        List<Figure> metrics = new ArrayList<>();
        Map<String, Task> tasks = bench.tasks(any).byOutput();
        tasks.forEach((output, task) -> metrics.add(new Figure(
                (tasks.size() > 1 ? output + "/" : "") + task.metric().key())));
        List<Figure> objectives = space.goals().objectives().isEmpty()
                ? Stream.concat(Stream.of(Figure.GZIP_BYTES), metrics.stream()).toList()
                : space.goals().objectives();
        List<Constraint> constraints = space.goals().constraints().isEmpty()
                ? metrics.stream().map(Constraint::usual).toList()
                : space.goals().constraints();
        Stream.concat(objectives.stream(), constraints.stream().map(Constraint::figure))
                .filter(figure -> !figure.isLatency() && !baseline.figures().containsKey(figure.name()))
                .findFirst()
                .ifPresent(figure -> {
                    throw SearchException.badUse("'" + figure.name() + "' is not measured of this model; there are "
                            + String.join(", ", baseline.figures().keySet()) + ", latency");
                });
        return new Ranking(objectives, constraints, baseline.figures());
    }

    private static boolean measuresLatency(Ranking ranking) {
        return Stream.concat(
                        ranking.objectives().stream(),
                        ranking.constraints().stream().map(Constraint::figure))
                .anyMatch(Figure::isLatency);
    }

    /** Until all trials are done, nothing is known of times. */
    private static Ranking withoutLatency(Ranking ranking) {
        return new Ranking(
                ranking.objectives().stream()
                        .filter(figure -> !figure.isLatency())
                        .toList(),
                ranking.constraints().stream()
                        .filter(constraint -> !constraint.figure().isLatency())
                        .toList(),
                ranking.baseline());
    }

    private static List<Figure> shown(Ranking ranking) {
        return Stream.concat(
                        ranking.objectives().stream(),
                        ranking.constraints().stream().map(Constraint::figure))
                .distinct()
                .toList();
    }

    private static String describe(TrialBench.Work work, double secondsOfStep) {
        return String.format(
                Locale.US,
                "%,d training steps, %,d with those that trials share, %,d of them left, about %s one after another",
                work.alone(),
                work.shared(),
                work.left(),
                ExpectedTime.rounded(work.left() * secondsOfStep));
    }

    private static String selection(CompressionRecipe any, TrialBench bench) {
        return String.format(
                Locale.US,
                "judged on the last %,d training examples, which nothing is trained on",
                bench.selection(any).size());
    }

    private void stopIfAsked(Rounds rounds) {
        if (stop.isGiven()) {
            throw stopped(rounds.results().size(), rounds.planned());
        }
    }

    private SearchException stopped(int done, int all) {
        return SearchException.failed("stopped; " + done + " of " + all + " trials are done and kept in " + folder
                + ", with what the others had trained; use --resume to continue");
    }

    /** The test part is looked at here only, for those among which there is nothing left to choose by it. */
    private static Map<String, Map<String, Double>> tested(Chooser chooser, TrialResult baseline, TrialBench bench)
            throws IOException {
        Map<String, Map<String, Double>> tested = new LinkedHashMap<>();
        if (bench.hasTest()) {
            tested.put(baseline.trial().id(), bench.tested(baseline).figures());
            for (TrialResult result : chooser.front()) {
                tested.put(result.trial().id(), bench.tested(result).figures());
            }
        }
        return tested;
    }
}
