// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;

/**
 * A schedule whose sparsity rises from an initial to a final value, fast at first: {@code final + (initial - final) * (1 - progress)^power}. Progress
 * goes from 0 at the first step to 1 at the last.
 *
 * <pre>{@code PolynomialDecay.from(0.5).to(0.8).over(0, endStep)}</pre>
 *
 * <p>Steps are counted as in tfmot: the first is 1, and only every {@code frequency}-th step from {@code beginStep} on prunes. So the final sparsity
 * is reached exactly only if {@code endStep - beginStep} is a multiple of the frequency.
 *
 * @param initialSparsity from 0 to below 1
 * @param finalSparsity from 0 to below 1
 * @param beginStep the first step that may prune, at least 0
 * @param endStep the last step that may prune
 * @param power above 0; 3 in tfmot, 1 for a linear rise
 * @param frequency steps from one pruning to the next, at least 1; 100 in tfmot
 * @see <a href="https://arxiv.org/abs/1710.01878">Zhu and Gupta: To prune, or not to prune (2017)</a>
 */
public record PolynomialDecay(
        double initialSparsity, double finalSparsity, long beginStep, long endStep, double power, long frequency)
        implements PruningSchedule {
    /** @throws CompressionException if a value is out of range */
    public PolynomialDecay {
        Sparsity.check("initial sparsity", initialSparsity);
        Sparsity.check("final sparsity", finalSparsity);
        if (endStep == PruningPeriod.FOREVER) {
            throw new CompressionException("rising sparsity needs a last step; -1 means none");
        }
        new PruningPeriod(beginStep, endStep, frequency);
        if (!(power > 0 && Double.isFinite(power))) {
            throw new CompressionException("the power of a polynomial decay must be greater than 0, not " + power);
        }
    }

    /** Starts a schedule with its initial sparsity. */
    public static From from(double initialSparsity) {
        return new From(initialSparsity);
    }

    /** A schedule without final sparsity and steps. */
    public record From(double initialSparsity) {
        /** Sets the final sparsity. */
        public To to(double finalSparsity) {
            return new To(initialSparsity, finalSparsity);
        }
    }

    /** A schedule without steps. */
    public record To(double initialSparsity, double finalSparsity) {
        /**
         * Sets the first and the last step. Power 3 and frequency 100 are tfmot's.
         *
         * @throws CompressionException if a value is out of range
         */
        public PolynomialDecay over(long beginStep, long endStep) {
            return new PolynomialDecay(initialSparsity, finalSparsity, beginStep, endStep, 3, 100);
        }
    }

    /** The schedule with another power. */
    public PolynomialDecay withPower(double exponent) {
        return new PolynomialDecay(initialSparsity, finalSparsity, beginStep, endStep, exponent, frequency);
    }

    /** The schedule with another number of steps from one pruning to the next. */
    public PolynomialDecay withFrequency(long steps) {
        return new PolynomialDecay(initialSparsity, finalSparsity, beginStep, endStep, power, steps);
    }

    @Override
    public boolean isDue(long step) {
        return new PruningPeriod(beginStep, endStep, frequency).contains(step);
    }

    @Override
    public double sparsity(long step) {
        double progress = endStep == beginStep
                ? (step < beginStep ? 0 : 1)
                : Math.min(1, Math.max(0, (double) (step - beginStep) / (endStep - beginStep)));
        return finalSparsity + (initialSparsity - finalSparsity) * Math.pow(1 - progress, power);
    }
}
