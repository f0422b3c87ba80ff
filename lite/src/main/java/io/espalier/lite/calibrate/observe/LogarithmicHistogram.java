// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Counts values in buckets whose widths grow with their distance from zero, so that every value is known to the same relative error,
 * whatever range comes up. Merging adds the counts: nothing is lost, and no order matters.
 *
 * <p>The idea is that of DDSketch (Masson, Rim, Lee, VLDB 2019, arXiv:1908.10693). Here a bucket is what float32 values have in common
 * in sign, exponent and the leading {@value #MANTISSA_BITS} bits of the mantissa, so that no logarithm is taken. Subnormal numbers
 * count as zero.
 */
final class LogarithmicHistogram implements Serializable {
    private static final int MANTISSA_BITS = 7;

    /** The width of a bucket, relative to its least magnitude, is at most this. */
    static final double RELATIVE_ERROR = 1.0 / (1 << MANTISSA_BITS);

    private static final int SHIFT = 23 - MANTISSA_BITS;
    private static final int ROW = 1 << MANTISSA_BITS;
    private static final int EXPONENTS = 255;
    private static final int MAGNITUDE = 0x7FFF_FFFF;

    // one row for each exponent that came up
    private final long[] @Nullable [] negative = new long[EXPONENTS][];
    private final long[] @Nullable [] positive = new long[EXPONENTS][];
    private long total;
    private float min = Float.POSITIVE_INFINITY;
    private float max = Float.NEGATIVE_INFINITY;

    /** Gets the buckets that hold something. */
    interface BucketSink {
        /** @param from the bucket's lower bound; equal to {@code to}, the upper one, for the bucket of zero */
        void accept(float from, float to, long count);
    }

    /** @param least of these values, which are finite; {@code greatest} likewise */
    void add(float[] values, int count, float least, float greatest) {
        for (int i = 0; i < count; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            int bucket = (bits & MAGNITUDE) >>> SHIFT;
            row(bits < 0 ? negative : positive, bucket >>> MANTISSA_BITS)[bucket & (ROW - 1)]++;
        }
        total += count;
        min = Math.min(min, least);
        max = Math.max(max, greatest);
    }

    private static long[] row(long[] @Nullable [] rows, int exponent) {
        long[] row = rows[exponent];
        if (row == null) {
            row = new long[ROW];
            rows[exponent] = row;
        }
        return row;
    }

    void merge(LogarithmicHistogram other) {
        merge(negative, other.negative);
        merge(positive, other.positive);
        total += other.total;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    private static void merge(long[] @Nullable [] rows, long[] @Nullable [] others) {
        for (int exponent = 0; exponent < EXPONENTS; exponent++) {
            long[] counts = others[exponent];
            for (int i = 0; counts != null && i < ROW; i++) {
                row(rows, exponent)[i] += counts[i];
            }
        }
    }

    /** How many values were added. */
    long total() {
        return total;
    }

    /** The least value, exactly. */
    float min() {
        return min;
    }

    /** The greatest value, exactly. */
    float max() {
        return max;
    }

    /** The buckets in the order of their values. */
    void each(BucketSink sink) {
        for (int exponent = EXPONENTS - 1; exponent >= 0; exponent--) {
            long[] counts = negative[exponent];
            for (int i = ROW - 1; counts != null && i >= 0; i--) {
                if (counts[i] > 0) {
                    sink.accept(-bound(exponent, i + 1), -bound(exponent, i), counts[i]);
                }
            }
        }
        for (int exponent = 0; exponent < EXPONENTS; exponent++) {
            long[] counts = positive[exponent];
            for (int i = 0; counts != null && i < ROW; i++) {
                if (counts[i] > 0) {
                    sink.accept(bound(exponent, i), bound(exponent, i + 1), counts[i]);
                }
            }
        }
    }

    private static float bound(int exponent, int i) {
        return exponent == 0 ? 0 : Float.intBitsToFloat(((exponent << MANTISSA_BITS) + i) << SHIFT);
    }
}
