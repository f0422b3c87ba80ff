// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.search.space.RecipeSpace;
import io.espalier.search.space.Sampling;
import io.espalier.search.space.Sampling.Bracket;
import io.espalier.search.trial.LocalTrialRunner;
import io.espalier.search.trial.Trial;
import io.espalier.search.trial.TrialBench;
import io.espalier.search.trial.TrialResult;
import io.espalier.search.trial.TrialSetup;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The trials of a search: all at once, or in rounds of which only the best go on. */
final class Rounds {
    private final Plan plan;
    private final SearchSettings options;
    private final TrialSetup setup;
    private final TrialBench bench;
    private final Ranking ranking;
    private final @Nullable SearchProgress progress;
    private final StopSignal stop;
    private final List<TrialList> groups = new ArrayList<>();
    private final Map<String, TrialResult> results = new LinkedHashMap<>();
    private long trainedSteps;

    Rounds(
            RecipeSpace space,
            SearchSettings options,
            Plan plan,
            TrialSetup setup,
            TrialBench bench,
            Ranking ranking,
            @Nullable SearchProgress progress,
            StopSignal stop) {
        this.plan = plan;
        this.options = options;
        this.setup = setup;
        this.bench = bench;
        this.ranking = ranking;
        this.progress = progress;
        this.stop = stop;
        long seed = options.seed().orElse(0);
        List<BigInteger> chosen = plan.settings().isRandom()
                ? Sampling.random(space.leaves(), plan.trials(), seed)
                : Sampling.all(space.leaves());
        // Brackets take turns, so that none gets one corner of the space.
        int brackets = plan.brackets().size();
        for (int bracket = 0; bracket < brackets; bracket++) {
            groups.add(TrialList.of(space, part(chosen, bracket), options, bench, stop));
        }
    }

    private List<BigInteger> part(List<BigInteger> chosen, int bracket) {
        if (plan.brackets().size() == 1) {
            return chosen;
        }
        List<BigInteger> shuffled = new ArrayList<>(chosen);
        java.util.Collections.shuffle(shuffled, new Random(options.seed().orElse(0)));
        int from = plan.brackets().subList(0, bracket).stream()
                .mapToInt(Bracket::trials)
                .sum();
        int to = Math.min(shuffled.size(), from + plan.brackets().get(bracket).trials());
        return from >= to
                ? List.of()
                : shuffled.subList(from, to).stream().sorted().toList();
    }

    /** What training all takes, if all trials were trained in full. */
    TrialBench.Work work() throws IOException {
        return bench.work(
                groups.stream().flatMap(group -> group.trials().stream()).toList());
    }

    /** How many trials there are. */
    int planned() {
        return plan.trials();
    }

    /** The last result of each trial, in the order of the space. */
    List<TrialResult> results() {
        return List.copyOf(results.values());
    }

    /** Training steps that were done. */
    long trainedSteps() {
        return trainedSteps;
    }

    void run() throws IOException {
        for (int place = 0; place < groups.size() && !stop.isGiven(); place++) {
            List<TrialResult> refused = groups.get(place).refused();
            refused.forEach(result -> results.put(result.trial().id(), result));
            Stream.ofNullable(progress).forEach(known -> known.leaveOut(refused));
            bracket(groups.get(place).trials(), plan.brackets().get(place));
        }
    }

    private void bracket(List<Trial> all, Bracket bracket) throws IOException {
        List<Trial> left = all;
        for (double share : Sampling.shares(plan.settings().eta(), bracket.rungs())) {
            List<Trial> now = left.stream().map(trial -> trial.withShare(share)).toList();
            List<TrialResult> done = round(now, share);
            if (stop.isGiven() || share == 1) {
                return;
            }
            int count = Math.max(
                    1, (int) Math.ceil(now.size() / (double) plan.settings().eta()));
            left =
                    ranking
                            .best(done.stream().filter(TrialResult::isDone).toList(), count, TrialResult::figures)
                            .stream()
                            .map(TrialResult::trial)
                            .toList();
        }
    }

    private List<TrialResult> round(List<Trial> trials, double share) throws IOException {
        if (progress != null) {
            progress.begin(trials.size(), share, bench.work(trials).left());
        }
        List<TrialResult> done = options.runner().isPresent()
                ? options.runner().get().run(setup, trials, this::add, stop)
                : new LocalTrialRunner(options.workers()).run(bench, trials, this::add, stop);
        return done;
    }

    private void add(TrialResult result) {
        trainedSteps += result.trainedSteps();
        results.put(result.trial().id(), result);
        Stream.ofNullable(progress).forEach(known -> known.tell(result));
    }
}
