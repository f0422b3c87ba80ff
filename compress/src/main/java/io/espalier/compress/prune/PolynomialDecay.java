// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.compress.CompressionException;

/**
 * Sparsity that rises from one value to another, quickly at first: {@code final + (initial - final) * (1 - progress)^power}, where progress
 * goes from 0 at the first step to 1 at the last.
 *
 * <pre>{@code PolynomialDecay.from(0.5).to(0.8).over(0, endStep)}</pre>
 *
 * <p>Steps are those of tfmot: the first is 1, and only every {@code frequency}-th from {@code beginStep} on prunes. The final sparsity is
 * so reached exactly where {@code endStep - beginStep} is a multiple of the frequency.
 *
 * @param initialSparsity from 0 to below 1
 * @param finalSparsity from 0 to below 1
 * @param endStep the last that may prune
 * @param power 3 in tfmot; 1 is a straight line
 * @param frequency prunes every that many steps; 100 in tfmot
 * @see <a href="https://arxiv.org/abs/1710.01878">Zhu and Gupta, 2017</a>
 */
public record PolynomialDecay(
        double initialSparsity, double finalSparsity, long beginStep, long endStep, double power, long frequency)
        implements PruningSchedule {
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

    /** The sparsity that it rises from. */
    public static From from(double initialSparsity) {
        return new From(initialSparsity);
    }

    /** A decay that still lacks where it leads. */
    public record From(double initialSparsity) {
        /** The sparsity that it rises to. */
        public To to(double finalSparsity) {
            return new To(initialSparsity, finalSparsity);
        }
    }

    /** A decay that still lacks its steps. */
    public record To(double initialSparsity, double finalSparsity) {
        /** The steps that it takes, with tfmot's power and frequency. */
        public PolynomialDecay over(long beginStep, long endStep) {
            return new PolynomialDecay(initialSparsity, finalSparsity, beginStep, endStep, 3, 100);
        }
    }

    public PolynomialDecay power(double exponent) {
        return new PolynomialDecay(initialSparsity, finalSparsity, beginStep, endStep, exponent, frequency);
    }

    public PolynomialDecay frequency(long steps) {
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
