// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import java.nio.FloatBuffer;

/** Reads a buffer through a small array that stays in the processor's cache, and leaves out values that are not finite. */
final class FiniteChunks {
    private static final int SIZE = 4096;
    private static final int LANES = 256;

    private final float[] chunk = new float[SIZE];
    private final float[] low = new float[LANES];
    private final float[] high = new float[LANES];
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

    // NaN makes both bounds NaN. Lanes first: minima of two arrays, element by element, become vector instructions
    private void findRange(int count) {
        int done = Math.min(LANES, count);
        System.arraycopy(chunk, 0, low, 0, done);
        System.arraycopy(chunk, 0, high, 0, done);
        int lanes = done;
        for (; done + LANES <= count; done += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                low[lane] = Math.min(low[lane], chunk[done + lane]);
                high[lane] = Math.max(high[lane], chunk[done + lane]);
            }
        }
        min = Float.POSITIVE_INFINITY;
        max = Float.NEGATIVE_INFINITY;
        for (int lane = 0; lane < lanes; lane++) {
            min = Math.min(min, low[lane]);
            max = Math.max(max, high[lane]);
        }
        for (; done < count; done++) {
            min = Math.min(min, chunk[done]);
            max = Math.max(max, chunk[done]);
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
