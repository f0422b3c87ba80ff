// SPDX-License-Identifier: Apache-2.0
package io.espalier.search.bits;

/** The normal distribution. */
final class NormalDistribution {
    static final double LEAST = 0.5;
    static final double MOST = 0.999;

    private NormalDistribution() {}

    /**
     * How many standard deviations above the mean this share of values is not beyond: within 0.0005 by formula 26.2.23 of M. Abramowitz and I. A. Stegun,
     * Handbook of mathematical functions, 1964.
     *
     * @param share from 0.5 to 0.999
     * @throws IllegalArgumentException if it is not between these
     */
    static double quantile(double share) {
        if (!(share >= LEAST && share <= MOST)) {
            throw new IllegalArgumentException("must be from " + LEAST + " to " + MOST + ", not " + share);
        }
        if (share == LEAST) {
            return 0;
        }
        double t = Math.sqrt(-2 * Math.log(1 - share));
        double over = 2.515517 + t * (0.802853 + t * 0.010328);
        double under = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308));
        return t - over / under;
    }
}
