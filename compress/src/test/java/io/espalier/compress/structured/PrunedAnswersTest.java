// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compress.structured.FilterPruning.Ranking;
import io.espalier.model.Model;
import io.espalier.model.layer.ActivationFunction;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random networks without the filters that do nothing answer what they answer with them. */
class PrunedAnswersTest {
    private static final float TOLERANCE = 2e-6f;

    /** Those that make zero of zero. */
    private static final List<ActivationFunction> KEEPING_ZERO = List.of(
            ActivationFunction.LINEAR, ActivationFunction.RELU, ActivationFunction.RELU6, ActivationFunction.TANH);

    @ParameterizedTest
    @CsvSource({"0, 6", "6, 12"})
    void filtersThatAreZeroCanGo(long from, long to) {
        for (long seed = from; seed < to; seed++) {
            FilterPlan plan = pruning(seed).plan(RandomNetworks.of(seed, KEEPING_ZERO));

            assertSame(plan, Zeroed.filters(plan), seed);
        }
    }

    @ParameterizedTest
    @CsvSource({"100, 106", "106, 112"})
    void channelsThatNobodyReadsCanGoWhateverTheyHold(long from, long to) {
        for (long seed = from; seed < to; seed++) {
            FilterPlan plan = pruning(seed).plan(RandomNetworks.of(seed, List.of(ActivationFunction.values())));

            assertSame(plan, Zeroed.readers(plan), seed);
        }
    }

    private static FilterPruning pruning(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        FilterPruning pruning = FilterPruning.of(random.nextDouble(0.5, 0.9))
                .withRanking(random.nextBoolean() ? Ranking.L1_NORM : Ranking.L2_NORM);
        return random.nextBoolean() ? pruning.withGlobalRanking() : pruning;
    }

    /** The plan removes from the model with zeros what it would remove from its own. */
    private static void assertSame(FilterPlan plan, Model zeroed, long seed) {
        Model smaller = new FilterPlan(zeroed, plan.decisions()).apply();

        float[] expected = Answers.of(zeroed, seed);
        float[] actual = Answers.of(smaller, seed);

        assertThat(smaller.parameters(false)).as("parameters, seed " + seed).isLessThan(zeroed.parameters(false));
        assertThat(actual).as("answers, seed " + seed).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            int place = i;
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as(() -> "seed " + seed + ", place " + place + ": " + actual[place] + " for " + expected[place]
                            + "\n" + plan + "\n" + zeroed.summary())
                    .isLessThanOrEqualTo(TOLERANCE * Math.max(1, Math.abs(expected[i])));
        }
    }
}
