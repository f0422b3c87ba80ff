// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.evidence;

import io.espalier.experiment.report.ReportDetails.Histogram;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Counts the values of a kernel: each by itself where they are few, so that clusters are seen; else in bins of equal width. */
final class ValueCounts {
    private static final int FEW = 40;
    private static final int BINS = 48;

    private ValueCounts() {}

    static Histogram of(String kernel, FloatBuffer values) {
        float[] finite = new float[values.limit()];
        int count = 0;
        int zeros = 0;
        for (int i = 0; i < values.limit(); i++) {
            float value = values.get(i);
            zeros += value == 0 ? 1 : 0;
            if (value != 0 && Float.isFinite(value)) {
                finite[count++] = value;
            }
        }
        float[] sorted = Arrays.copyOf(finite, count);
        Arrays.sort(sorted);
        return distinct(sorted) <= FEW
                ? single(kernel, values.limit(), zeros, sorted)
                : binned(kernel, values.limit(), zeros, sorted);
    }

    private static int distinct(float[] sorted) {
        int distinct = 0;
        for (int i = 0; i < sorted.length; i++) {
            distinct += i == 0 || sorted[i] != sorted[i - 1] ? 1 : 0;
        }
        return distinct;
    }

    private static Histogram single(String kernel, long values, long zeros, float[] sorted) {
        List<Double> at = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int from = 0; from < sorted.length; ) {
            int to = from;
            while (to < sorted.length && sorted[to] == sorted[from]) {
                to++;
            }
            at.add(rounded(sorted[from]));
            counts.add((long) (to - from));
            from = to;
        }
        return new Histogram(kernel, values, zeros, at, counts, null);
    }

    private static Histogram binned(String kernel, long values, long zeros, float[] sorted) {
        double low = sorted[0];
        double width = (sorted[sorted.length - 1] - low) / BINS;
        long[] bins = new long[BINS];
        for (float value : sorted) {
            bins[Math.min(BINS - 1, (int) ((value - low) / width))]++;
        }
        List<Double> at = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            at.add(rounded(low + (bin + 0.5) * width));
            counts.add(bins[bin]);
        }
        return new Histogram(kernel, values, zeros, at, counts, rounded(width));
    }

    private static double rounded(double value) {
        return Double.parseDouble(String.format(Locale.US, "%.4g", value));
    }
}
