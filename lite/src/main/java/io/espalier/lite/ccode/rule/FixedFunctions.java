// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import static io.espalier.lite.ccode.rule.FixedPoint.divided;
import static io.espalier.lite.ccode.rule.FixedPoint.doubledHigh;

/**
 * Functions of integers as gemmlowp (Jacob and others 2018) computes them, whose arithmetic the reference kernels use. A number with n integer bits
 * is stored in units of 2^(n-31).
 */
final class FixedFunctions {
    private static final int ONE = Integer.MAX_VALUE;
    private static final int ONE_OF_TWO_BITS = 1 << 29;

    /** exp(-1/4), exp(-1/2), exp(-1) ... exp(-16). */
    private static final int[] POWERS = {1672461947, 1302514674, 790015084, 290630308, 39332535, 720401, 242};

    private FixedFunctions() {}

    /** exp(x) for a number that is not positive, with {@code bits} integer bits, at most 5; without integer bits. */
    static int exp(int x, int bits) {
        if (x == 0) {
            return ONE;
        }
        int quarter = 1 << (29 - bits);
        int rest = (x & (quarter - 1)) - quarter;
        int result = expOfQuarter(shifted(rest, bits));
        int quarters = rest - x;
        for (int power = 0; power < POWERS.length && power - 2 < bits; power++) {
            if (((quarters >> (29 - bits + power)) & 1) != 0) {
                result = doubledHigh(result, POWERS[power]);
            }
        }
        return result;
    }

    /** A Taylor series around -1/8. */
    private static int expOfQuarter(int a) {
        int x = a + (1 << 28);
        int square = doubledHigh(x, x);
        int cube = doubledHigh(square, x);
        int fourth = divided(doubledHigh(square, square), 2);
        int higher = divided(doubledHigh(fourth + cube, 715827883) + square, 1);
        return 1895147668 + doubledHigh(1895147668, x + higher);
    }

    /** 1 / (1 + exp(-x)) for a number with 4 integer bits. */
    static int logistic(int x) {
        if (x == 0) {
            return 1 << 30;
        }
        int positive = shifted(reciprocal(exp(-Math.abs(x), 4)), 1);
        return x > 0 ? positive : ONE - positive;
    }

    /** The hyperbolic tangent of a number with 4 integer bits. */
    static int tanh(int x) {
        if (x == 0) {
            return 0;
        }
        int magnitude = shifted(reciprocal(exp(-Math.abs(x), 5)) - ONE_OF_TWO_BITS, 2);
        return x > 0 ? magnitude : -magnitude;
    }

    /** 2 / (1 + a) for a number from 0 to 1, with two integer bits, by Newton's iteration. */
    private static int reciprocal(int a) {
        int half = (int) (((long) a + ONE + 1) / 2);
        int x = 1515870810 + doubledHigh(half, -1010580540);
        for (int i = 0; i < 3; i++) {
            x += shifted(doubledHigh(x, ONE_OF_TWO_BITS - doubledHigh(half, x)), 2);
        }
        return x;
    }

    /** 1 / sqrt(value). */
    static FixedPoint inverseSquareRoot(int value) {
        if (value <= 1) {
            return new FixedPoint(ONE, 0);
        }
        int shift = 11;
        int scaled = value;
        while (scaled >= (1 << 29)) {
            scaled /= 4;
            shift++;
        }
        int pairs = (Integer.numberOfLeadingZeros(scaled) - 1) / 2 - 1;
        shift -= pairs;
        scaled <<= 2 * pairs;
        int half = divided(scaled >> 1, 1);
        int x = 1 << 28;
        for (int i = 0; i < 5; i++) {
            int cube = shifted(doubledHigh(doubledHigh(x, x), x), 6);
            x = shifted(doubledHigh((1 << 28) + (1 << 27), x) - doubledHigh(half, cube), 3);
        }
        x = doubledHigh(x, 1518500250);
        return shift < 0 ? new FixedPoint(x << -shift, 0) : new FixedPoint(x, -shift);
    }

    /** Times a power of two, at most what an int holds. */
    static int shifted(int value, int exponent) {
        long product = (long) value << exponent;
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, product));
    }
}
