// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.statistics;

/**
 * Where a share lies that was measured on a sample, in 95 of 100 cases: the score interval of E. B. Wilson, Probable inference, the law of succession,
 * and statistical inference, 1927.
 *
 * @param low from 0 to 1
 * @param high from 0 to 1
 */
public record Wilson(double low, double high) {
    private static final double Z = 1.959963984540054;

    /** @param examples 1 or more */
    public static Wilson of(double share, int examples) {
        double spread = Z * Z / examples;
        double centre = share + spread / 2;
        double half = Z * Math.sqrt(share * (1 - share) / examples + spread / (4 * examples));
        return new Wilson(Math.max(0, (centre - half) / (1 + spread)), Math.min(1, (centre + half) / (1 + spread)));
    }
}
