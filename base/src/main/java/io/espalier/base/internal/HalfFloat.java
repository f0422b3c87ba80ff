// SPDX-License-Identifier: Apache-2.0
package io.espalier.base.internal;

/** Numbers of IEEE 754 binary16 as bits. */
public final class HalfFloat {
    /** The largest finite number; what is finite and beyond becomes this. */
    private static final float LARGEST = 65504;

    private static final float FIRST_BEYOND = 65520;

    private static final int SIGN = 0x8000;
    private static final int NOT_A_NUMBER = 0x7E00;
    private static final int INFINITE = 0x7C00;
    private static final int MANTISSA_BITS = 10;
    private static final int EXPONENT_MASK = 0x1F;
    private static final int FLOAT_MANTISSA_BITS = 23;
    private static final int MANTISSA_BITS_LOST = 13;
    private static final int EXPONENT_BIAS_LOST = 127 - 15;

    /** Below this, numbers of binary16 are whole multiples of 2^-24. */
    private static final float LEAST_NORMAL = 0x1p-14f;

    private HalfFloat() {}

    /** The number that 16 bits stand for, exactly. */
    public static float value(short half) {
        int exponent = half >>> MANTISSA_BITS & EXPONENT_MASK;
        int mantissa = half & (1 << MANTISSA_BITS) - 1;
        float magnitude = exponent == 0
                ? mantissa * 0x1p-24f
                : Float.intBitsToFloat(
                        (exponent == EXPONENT_MASK ? 0xFF : exponent + EXPONENT_BIAS_LOST) << FLOAT_MANTISSA_BITS
                                | mantissa << MANTISSA_BITS_LOST);
        return (half & SIGN) == 0 ? magnitude : -magnitude;
    }

    /** Whether a number is finite, and so far beyond the largest that the nearest would be infinity. */
    public static boolean clamps(float value) {
        return Float.isFinite(value) && Math.abs(value) >= FIRST_BEYOND;
    }

    /** The bits of the nearest finite number, halves to even; infinity and NaN stay what they are. */
    public static short bits(float value) {
        int sign = Float.floatToRawIntBits(value) >>> 16 & SIGN;
        if (Float.isNaN(value)) {
            return (short) (sign | NOT_A_NUMBER);
        }
        if (Float.isInfinite(value)) {
            return (short) (sign | INFINITE);
        }
        float magnitude = Math.min(Math.abs(value), LARGEST);
        return (short) (sign | (magnitude < LEAST_NORMAL ? subnormal(magnitude) : normal(magnitude)));
    }

    private static int subnormal(float magnitude) {
        // The product is exact, and rint rounds halves to even; 1024 is the bits of the least normal number.
        return (int) Math.rint(magnitude * 0x1p24f);
    }

    private static int normal(float magnitude) {
        int bits = Float.floatToRawIntBits(magnitude);
        int lowestKept = bits >>> MANTISSA_BITS_LOST & 1;
        int rounded = bits + (1 << (MANTISSA_BITS_LOST - 1)) - 1 + lowestKept;
        // A carry out of the mantissa goes into the exponent, where it belongs.
        return (rounded >>> MANTISSA_BITS_LOST) - (EXPONENT_BIAS_LOST << MANTISSA_BITS);
    }
}
