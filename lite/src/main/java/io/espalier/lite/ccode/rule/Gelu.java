// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

/** The Gaussian error linear unit in double, by the normal distribution (Hendrycks and Gimpel 2016) or its approximation by tanh. */
final class Gelu {
    private static final double TAIL = 6;

    private Gelu() {}

    static LookupRules.Real of(boolean approximate) {
        return approximate
                ? x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))
                : x -> x * 0.5f * (float) (1 - erf(x * (float) -Math.sqrt(0.5)));
    }

    /** The error function by a series of terms of one sign; beyond the tail it is 1 to the last bit of a float32. */
    private static double erf(double x) {
        if (Math.abs(x) > TAIL) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
    }
}
