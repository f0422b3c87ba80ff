// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.statistics;

import java.util.BitSet;
import java.util.Locale;

/**
 * Whether two files differ in how many answers are right, on the same examples: the exact test of Q. McNemar, Note on the sampling error of the difference
 * between correlated proportions or percentages, 1947.
 */
public final class McNemar {
    /** What is less likely by chance than this counts as a difference. */
    public static final double LEVEL = 0.05;

    private static final double LEAST_SHOWN = 0.001;

    private McNemar() {}

    /** How likely a difference as large as this, or larger, is by chance if both files are equally good; from 0 to 1. */
    public static double chance(BitSet one, BitSet other) {
        BitSet onlyOne = (BitSet) one.clone();
        onlyOne.andNot(other);
        BitSet onlyOther = (BitSet) other.clone();
        onlyOther.andNot(one);
        int fewer = Math.min(onlyOne.cardinality(), onlyOther.cardinality());
        int all = onlyOne.cardinality() + onlyOther.cardinality();
        double sum = 0;
        double logarithm = -all * Math.log(2);
        for (int k = 0; k <= fewer; k++) {
            sum += Math.exp(logarithm);
            logarithm += Math.log(all - k) - Math.log(k + 1.0);
        }
        return Math.min(1, 2 * sum);
    }

    /** A chance as sentences have it: {@code p = 0.12}, {@code p = 0.004} or {@code p < 0.001}. */
    public static String text(double chance) {
        return chance < LEAST_SHOWN ? "p < 0.001" : "p = " + number(chance);
    }

    /** A chance as tables have it: {@code 0.12}, {@code 0.004} or {@code <0.001}. */
    public static String number(double chance) {
        return chance < LEAST_SHOWN ? "<0.001" : String.format(Locale.US, chance < LEVEL ? "%.3f" : "%.2f", chance);
    }
}
