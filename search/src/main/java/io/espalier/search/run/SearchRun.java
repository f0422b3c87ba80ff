// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.base.EspalierException;
import io.espalier.base.internal.Folders;
import io.espalier.data.Tasks.Choices;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentException;
import io.espalier.experiment.internal.ExpectedTime;
import io.espalier.experiment.internal.ResidentFigures;
import io.espalier.experiment.internal.WorkIdentity;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
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
import java.math.BigInteger;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One search, from the space to the report. */
final class SearchRun {
    /** Of more trials, a plan reads some recipes only. */
    private static final int MOST_COUNTED = 2000;

    private final RecipeSpace space;
    private final SearchSettings options;
    private final Path folder;
    private final ExperimentConsole console;
    private final StopSignal stop;
    private final SearchFolder files;
    private final ResidentFigures memory;
    private final List<CompressionRecipe> samples;

    SearchRun(RecipeSpace space, SearchSettings options, Path folder, ExperimentConsole console, StopSignal stop) {
        this.space = space;
        this.options = options;
        this.folder = folder;
        this.console = console;
        this.stop = stop;
        this.files = new SearchFolder(folder);
        this.memory = ResidentFigures.of(options.threads(), console);
        this.samples = space.samples().stream()
                .map(recipe -> TrialList.said(recipe, options))
                .toList();
    }

    SearchReport run(ModelSource file, StoredModel<Model> stored, TrialData data, boolean resumed) throws IOException {
        long start = System.nanoTime();
        Plan plan = Plan.of(space, options);
        announce(plan);
        files.examine(resumed);
        TrialSetup setup;
        TrialBench bench;
        try {
            setup = ModelToTry.setup(file, stored, data, files.store(), options.threads(), space.goals());
            bench = setup.open();
            noteOnSteps(bench);
            files.begin(identity(bench), resumed);
        } finally {
            files.leaveNothing();
        }
        CompressionRecipe any = samples.get(0);
        TrialResult baseline = baseline(any, bench);
        Ranking ranking = rankingOf(any, bench, baseline, resumed);
        SearchProgress progress = new SearchProgress(console, ranking.withoutLatency(), ranking.figures());
        if (plan.trials() > MOST_COUNTED) {
            console.step("Reading", String.format(Locale.US, "%,d recipes", plan.trials()));
        }
        Rounds rounds = new Rounds(space, options, plan, setup, bench, ranking.withoutLatency(), progress, stop);
        stopIfAsked(rounds);
        console.step("Work", describe(rounds.work(), bench.secondsOfStep(any, stop)) + "; " + selection(any, bench));
        run(rounds);
        stopIfAsked(rounds);
        Latencies latencies = new Latencies(bench, console, ranking.measuresLatency());
        latencies.announce(rounds.results());
        TrialResult original = latencies.of(baseline);
        List<TrialResult> results = new ArrayList<>();
        for (TrialResult result : rounds.results()) {
            results.add(latencies.of(result));
        }
        Ranking whole = new Ranking(ranking.objectives(), ranking.constraints(), original.figures());
        Chooser chooser = new Chooser(whole, original, results);
        Map<String, Map<String, Double>> tested = tested(chooser, original, bench);
        Map<String, Long> resident = resident(chooser, original, bench);
        SearchReport report = new SearchReport(
                space.name(),
                plan.settings().name(),
                String.format(Locale.US, "%,d", space.leaves()),
                whole.objectives().stream().map(Figure::name).toList(),
                whole.constraints().stream().map(Constraint::text).toList(),
                bench.dataName(),
                bench.selection(any).size(),
                tested.isEmpty() ? 0 : bench.testExamples(),
                chooser.entry(original, tested, resident),
                chooser.entries(tested, resident),
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
        announce(plan);
        boolean begun = SearchFolder.isIn(folder);
        Path store = begun ? files.store() : Files.createTempDirectory("espalier-search");
        try {
            TrialSetup setup = ModelToTry.setup(file, stored, data, store, options.threads(), space.goals());
            TrialBench bench = setup.open();
            List<String> notes = noteOnSteps(bench);
            boolean some = plan.trials() > MOST_COUNTED;
            TrialBench.Work work = some
                    ? WorkEstimate.of(space, options, bench, plan.trials())
                    : new Rounds(
                                    space,
                                    options,
                                    plan,
                                    setup,
                                    bench,
                                    new Ranking(List.of(), List.of(), Map.of()),
                                    null,
                                    stop)
                            .work();
            return new SearchPlan(
                    String.format(Locale.US, "%,d", space.leaves()),
                    plan.settings().name(),
                    plan.trials(),
                    some ? WorkEstimate.RECIPES : plan.trials(),
                    work.alone(),
                    work.shared(),
                    work.left(),
                    work.left() * bench.secondsOfStep(samples.get(0), stop),
                    notes);
        } finally {
            if (!begun) {
                Folders.delete(store);
            }
        }
    }

    private void announce(Plan plan) {
        console.step("Space", plan.describe());
        if (plan.leaves().equals(BigInteger.ONE)) {
            console.note("the space has no open choice, so there is nothing to choose; in a list such as"
                    + " 'prune: [0.5, 0.8]' each value is one");
        }
    }

    private WorkIdentity identity(TrialBench bench) {
        List<String> lines = new ArrayList<>(List.of(SearchFolder.NAME + space.name()));
        lines.addAll(space.content());
        lines.add("seed " + (options.seed().isPresent() ? options.seed().getAsLong() : "of the recipes"));
        if (!options.choices().equals(Choices.NONE)) {
            lines.add("said " + options.choices());
        }
        bench.identity().lines().forEach(lines::add);
        return new WorkIdentity(String.join("\n", lines));
    }

    /** Steps that do not fit the model are found before anything is trained; it is no success if none fits. */
    private List<String> noteOnSteps(TrialBench bench) throws IOException {
        Set<String> notes = new LinkedHashSet<>();
        int failed = 0;
        for (CompressionRecipe recipe : samples) {
            try {
                notes.addAll(bench.rehearse(recipe));
            } catch (EspalierException e) {
                failed++;
                notes.add("will fail: " + e.getMessage());
                if (failed == samples.size()) {
                    throw e;
                }
            }
        }
        notes.forEach(console::note);
        return List.copyOf(notes);
    }

    private TrialResult baseline(CompressionRecipe any, TrialBench bench) throws IOException {
        TrialResult result = bench.run(TrialList.baseline(any), stop).orElseThrow(() -> stopped(0, 0));
        if (!result.isDone()) {
            throw SearchException.failed("the model as it is cannot be measured: " + result.error());
        }
        return result;
    }

    /** What is looked for may be refused only when the baseline is measured; a search that does nothing else leaves nothing. */
    private Ranking rankingOf(CompressionRecipe any, TrialBench bench, TrialResult baseline, boolean resumed)
            throws IOException {
        try {
            return Ranking.of(space.goals(), bench.tasks(any).byOutput(), baseline.figures());
        } catch (SearchException e) {
            if (!resumed) {
                SearchFolder.clear(folder);
            }
            throw e;
        }
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

    private void run(Rounds rounds) throws IOException {
        try {
            rounds.run();
        } catch (FileSystemException e) {
            throw e; // its message is the name of the file
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage() + "; what was trained is kept in " + folder
                            + ", and --resume goes on with it once that is mended",
                    e);
        }
    }

    private void stopIfAsked(Rounds rounds) {
        if (stop.isGiven()) {
            throw stopped(rounds.results().size(), rounds.planned());
        }
    }

    private ExperimentException.Stopped stopped(int done, int all) {
        return new ExperimentException.Stopped("stopped; "
                + (all == 0 ? "no trial is done yet" : done + " of " + all + " trials are done")
                + "; what was trained is kept in " + folder + "; use --resume to continue");
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

    private Map<String, Long> resident(Chooser chooser, TrialResult baseline, TrialBench bench) throws IOException {
        Map<String, Path> measured = new LinkedHashMap<>();
        measured.put(baseline.trial().id(), bench.file(baseline));
        chooser.front().forEach(result -> measured.put(result.trial().id(), bench.file(result)));
        return memory.measured(measured);
    }
}
