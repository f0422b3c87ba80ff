// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.run;

import io.espalier.search.SearchException;
import io.espalier.search.space.RecipeSpace;
import io.espalier.search.space.SamplerSettings;
import io.espalier.search.space.Sampling;
import io.espalier.search.space.Sampling.Bracket;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * How a space is searched.
 *
 * @param leaves how many recipes it stands for
 * @param settings the sampler
 * @param brackets groups of trials, each with how often it is judged
 */
record Plan(BigInteger leaves, SamplerSettings settings, List<Bracket> brackets) {
    private static final int USUAL_TRIALS = 27;

    Plan {
        brackets = List.copyOf(brackets);
    }

    /** @throws SearchException if there would be more trials than are allowed, or the number of trials is not for the sampler */
    static Plan of(RecipeSpace space, SearchSettings options) {
        BigInteger leaves = space.leaves();
        OptionalInt said =
                options.trials().isPresent() ? options.trials() : space.goals().trials();
        SamplerSettings settings = options.sampler()
                .or(() -> space.goals().sampler())
                .orElse(said.isPresent() ? SamplerSettings.GRID.named("random") : SamplerSettings.GRID);
        if (!settings.isRandom() && said.isPresent() && leaves.compareTo(BigInteger.valueOf(said.getAsInt())) > 0) {
            throw SearchException.badUse("the grid has " + number(leaves) + " recipes, more than the " + said.getAsInt()
                    + " trials that were asked for; choose another sampler, such as random, or leave the number out");
        }
        BigInteger wanted = settings.isRandom()
                ? BigInteger.valueOf(said.orElse(USUAL_TRIALS)).min(leaves)
                : leaves;
        List<Bracket> brackets = settings.name().equals("hyperband")
                ? Sampling.hyperband(settings)
                : List.of(new Bracket(
                        wanted.min(BigInteger.valueOf(Integer.MAX_VALUE)).intValue(),
                        settings.isHalving() ? settings.rungs() : 1));
        long trials = settings.name().equals("hyperband")
                ? brackets.stream().mapToLong(Bracket::trials).sum()
                : wanted.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
        if (trials > options.mostTrials()) {
            throw SearchException.badUse("the space has " + number(leaves) + " recipes, and " + settings.name()
                    + " would try " + number(settings.isRandom() ? BigInteger.valueOf(trials) : leaves)
                    + " of them, more than --max-trials " + options.mostTrials()
                    + "; raise --max-trials, or try some with --sampler random --trials N");
        }
        return new Plan(leaves, settings, brackets);
    }

    /** How many trials begin. */
    int trials() {
        return (int) Math.min(
                brackets.stream().mapToLong(Bracket::trials).sum(),
                leaves.min(BigInteger.valueOf(Integer.MAX_VALUE)).longValue());
    }

    String describe() {
        return number(leaves) + (leaves.equals(BigInteger.ONE) ? " recipe; " : " recipes; ") + settings.name() + ", "
                + String.format(Locale.US, trials() == 1 ? "%,d trial" : "%,d trials", trials())
                + (settings.isHalving()
                        ? ", one in " + settings.eta() + " goes on, " + settings.rungs() + " rungs"
                        : "");
    }

    private static String number(BigInteger number) {
        return String.format(Locale.US, "%,d", number);
    }
}
