// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate;

import java.nio.FloatBuffer;
import java.util.Arrays;

/** Reads a buffer through a small array that stays in the processor's cache, and leaves out values that are not finite. */
final class FiniteChunks {
    private static final int SIZE = 4096;
    private static final int LANES = 8;

    private final float[] chunk = new float[SIZE];
    private float min;
    private float max;

    /** What becomes of the finite values of a chunk, of which there is at least one. */
    interface Sink {
        void accept(float[] values, int count, float min, float max);
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

    // NaN makes both bounds NaN; several lanes, since each comparison waits for the one before
    private void findRange(int count) {
        float[] low = new float[LANES];
        float[] high = new float[LANES];
        Arrays.fill(low, Float.POSITIVE_INFINITY);
        Arrays.fill(high, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i + LANES <= count; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                float value = chunk[i + lane];
                low[lane] = Math.min(low[lane], value);
                high[lane] = Math.max(high[lane], value);
            }
        }
        for (; i < count; i++) {
            low[0] = Math.min(low[0], chunk[i]);
            high[0] = Math.max(high[0], chunk[i]);
        }
        min = low[0];
        max = high[0];
        for (int lane = 1; lane < LANES; lane++) {
            min = Math.min(min, low[lane]);
            max = Math.max(max, high[lane]);
        }
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
