// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.calibrate.observe;

import io.espalier.model.tensor.ValueRange;

/** Finds the range that leaves out a share of the least and an equal share of the greatest values. */
final class PercentileRange {
    private final double leftOutAtEachEnd;
    private final LogarithmicHistogram histogram;
    private long before;
    private float low;
    private float high;
    private boolean lowFound;

    private PercentileRange(LogarithmicHistogram histogram, double percent) {
        this.histogram = histogram;
        this.leftOutAtEachEnd = histogram.total() * (1 - percent / 100) / 2;
    }

    static ValueRange of(LogarithmicHistogram histogram, double percent) {
        PercentileRange search = new PercentileRange(histogram, percent);
        histogram.each(search::pass);
        float min = Math.max(search.low, histogram.min());
        float max = Math.min(search.high, histogram.max());
        return new ValueRange(min, max);
    }

    // whole buckets are left out, so that what shall be inside is
    private void pass(float from, float to, long count) {
        long after = histogram.total() - before - count;
        before += count;
        if (!lowFound && before > leftOutAtEachEnd) {
            low = from;
            lowFound = true;
        }
        if (after + count > leftOutAtEachEnd) {
            high = to;
        }
    }
}
