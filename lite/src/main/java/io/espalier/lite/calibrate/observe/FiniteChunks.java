// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import java.io.Serializable;
import java.nio.FloatBuffer;

/** Reads a buffer through a small array that stays in the processor's cache, and leaves out values that are not finite. */
final class FiniteChunks implements Serializable {
    private static final int SIZE = 4096;

    private final transient float[] chunk = new float[SIZE];
    private transient float min;
    private transient float max;

    /** What becomes of the finite values of a chunk, of which there is at least one. */
    interface Sink {
        void accept(float[] values, int count, float min, float max);
    }

    // nothing in it outlives a call
    private Object readResolve() {
        return new FiniteChunks();
    }

    /** @return how many values were left out */
    int each(FloatBuffer values, Sink sink) {
        FloatBuffer rest = values.duplicate();
        int leftOut = 0;
        while (rest.hasRemaining()) {
            int read = Math.min(SIZE, rest.remaining());
            rest.get(chunk, 0, read);
            findRange(read);
            int count = read;
            if (!isCounted(min) || !isCounted(max)) {
                count = keepCounted(read);
                leftOut += read - count;
                findRange(count);
            }
            if (count > 0) {
                sink.accept(chunk, count, min, max);
            }
        }
        return leftOut;
    }

    static boolean isCounted(float value) {
        return Math.abs(value) <= Observer.GREATEST_MAGNITUDE;
    }

    // Comparisons take a third of the time of Math.min and Math.max. They pass over NaN, which the products find.
    private void findRange(int count) {
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        float otherLow = Float.POSITIVE_INFINITY;
        float otherHigh = Float.NEGATIVE_INFINITY;
        float products = 0;
        float otherProducts = 0;
        int pairs = count - count % 2;
        for (int i = 0; i < pairs; i += 2) {
            float value = chunk[i];
            float other = chunk[i + 1];
            products += 0 * value;
            otherProducts += 0 * other;
            if (value < low) {
                low = value;
            }
            if (value > high) {
                high = value;
            }
            if (other < otherLow) {
                otherLow = other;
            }
            if (other > otherHigh) {
                otherHigh = other;
            }
        }
        if (pairs < count) {
            float last = chunk[pairs];
            products += 0 * last;
            low = Math.min(low, last);
            high = Math.max(high, last);
        }
        // 0 unless a value is not finite
        float notFinite = products + otherProducts;
        min = Math.min(low, otherLow) + notFinite;
        max = Math.max(high, otherHigh) + notFinite;
    }

    private int keepCounted(int read) {
        int kept = 0;
        for (int i = 0; i < read; i++) {
            if (isCounted(chunk[i])) {
                chunk[kept++] = chunk[i];
            }
        }
        return kept;
    }
}
