// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.data.Tasks.Choices;
import io.espalier.search.space.SamplerSettings;
import io.espalier.search.trial.TrialRunner;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What is set of a search besides its space.
 *
 * @param choices what was said of what the model is for
 * @param sampler which recipes are tried; empty for that of the space
 * @param trials how many; empty for what the space says
 * @param mostTrials more are refused
 * @param seed of recipes and sampler; empty for that of the recipes
 * @param threads of each trial
 * @param workers trials at once
 * @param runner who runs them; empty for this process
 */
record SearchSettings(
        Choices choices,
        Optional<SamplerSettings> sampler,
        OptionalInt trials,
        long mostTrials,
        OptionalLong seed,
        int threads,
        int workers,
        Optional<TrialRunner> runner) {
    static final SearchSettings USUAL = new SearchSettings(
            Choices.NONE,
            Optional.empty(),
            OptionalInt.empty(),
            256,
            OptionalLong.empty(),
            Runtime.getRuntime().availableProcessors(),
            1,
            Optional.empty());

    SearchSettings withChoices(Choices said) {
        return new SearchSettings(said, sampler, trials, mostTrials, seed, threads, workers, runner);
    }

    SearchSettings withSampler(Optional<SamplerSettings> chosen) {
        return new SearchSettings(choices, chosen, trials, mostTrials, seed, threads, workers, runner);
    }

    SearchSettings withTrials(OptionalInt number) {
        return new SearchSettings(choices, sampler, number, mostTrials, seed, threads, workers, runner);
    }

    SearchSettings withMostTrials(long number) {
        return new SearchSettings(choices, sampler, trials, number, seed, threads, workers, runner);
    }

    SearchSettings withSeed(OptionalLong number) {
        return new SearchSettings(choices, sampler, trials, mostTrials, number, threads, workers, runner);
    }

    SearchSettings withThreads(int number) {
        return new SearchSettings(choices, sampler, trials, mostTrials, seed, number, workers, runner);
    }

    SearchSettings withWorkers(int number) {
        return new SearchSettings(choices, sampler, trials, mostTrials, seed, threads, number, runner);
    }

    SearchSettings withRunner(Optional<TrialRunner> other) {
        return new SearchSettings(choices, sampler, trials, mostTrials, seed, threads, workers, other);
    }
}
