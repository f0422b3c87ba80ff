// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

/**
 * A number as a multiplier from 2^30 to 2^31, and a shift: {@code multiplier * 2^(shift - 31)}; and products as the reference kernels of TFLite
 * compute them, rounded twice.
 */
record FixedPoint(int multiplier, int shift) {
    private static final int BITS = 31;

    static FixedPoint of(double real) {
        if (real == 0) {
            return new FixedPoint(0, 0);
        }
        int shift = Math.getExponent(real) + 1;
        long multiplier = Math.round(Math.scalb(real, BITS - shift));
        if (multiplier == 1L << BITS) {
            multiplier /= 2;
            shift++;
        }
        if (shift > BITS - 1) {
            return new FixedPoint(Integer.MAX_VALUE, BITS - 1);
        }
        return shift < -BITS ? new FixedPoint(0, 0) : new FixedPoint((int) multiplier, shift);
    }

    /** This number times another. */
    int times(int value) {
        int left = Math.max(shift, 0);
        return divided(doubledHigh(value << left, multiplier), left - shift);
    }

    /** The high half of 2ab, rounded. */
    static int doubledHigh(int a, int b) {
        if (a == b && a == Integer.MIN_VALUE) {
            return Integer.MAX_VALUE;
        }
        long product = (long) a * b;
        return (int) ((product + (product >= 0 ? 1 << 30 : 1 - (1 << 30))) / (1L << BITS));
    }

    /** A value by a power of two, rounded to the nearest; ties go away from zero. */
    static int divided(int value, int exponent) {
        int mask = (int) ((1L << exponent) - 1);
        int rest = value & mask;
        return (value >> exponent) + (rest > (mask >> 1) + (value < 0 ? 1 : 0) ? 1 : 0);
    }

    /** For numbers of 16 bits. */
    static short doubledHighShort(int a, int b) {
        if (a == b && a == Short.MIN_VALUE) {
            return Short.MAX_VALUE;
        }
        int product = a * b;
        return (short) ((product + (product >= 0 ? 1 << 14 : 1 - (1 << 14))) / (1 << 15));
    }
}
