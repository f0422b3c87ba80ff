// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import java.util.Arrays;

/**
 * How long single runs took, in microseconds.
 *
 * @param runs how many were measured
 * @param p95 95 of 100 runs took no longer (nearest rank)
 * @param standardDeviation of the runs measured, not of a population they stand for
 */
public record Latency(
        int runs, double min, double median, double mean, double p95, double max, double standardDeviation) {
    private static final double NANOSECONDS_PER_MICROSECOND = 1000;

    static Latency ofNanoseconds(long... times) {
        if (times.length == 0) {
            throw new IllegalArgumentException("latency statistics need at least one run");
        }
        double[] sorted = Arrays.stream(times)
                .mapToDouble(time -> time / NANOSECONDS_PER_MICROSECOND)
                .sorted()
                .toArray();
        int count = sorted.length;
        double mean = Arrays.stream(sorted).average().orElseThrow();
        double squares =
                Arrays.stream(sorted).map(time -> (time - mean) * (time - mean)).sum();
        double median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
        double p95 = sorted[(int) Math.ceil(0.95 * count) - 1];
        return new Latency(count, sorted[0], median, mean, p95, sorted[count - 1], Math.sqrt(squares / count));
    }
}
