// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.measure.Benchmark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Latency of two .tflite files of one model in one process, one example on one thread, in turn.
 *
 * @param first microseconds, the median of the rounds' medians
 * @param second microseconds, likewise
 * @param ratio the median of the rounds' ratios, first over second
 */
public record LatencyInTurn(double first, double second, double ratio) {
    private static final int LONGEST_WARM_UP = 200;

    /**
     * Measures both.
     *
     * @param runs in each round
     */
    public static LatencyInTurn of(Path first, Path second, int rounds, int runs) throws IOException {
        InTurn<Double> latencies = InTurn.of(rounds, () -> once(first, runs), () -> once(second, runs));
        return new LatencyInTurn(
                latencies.firstMedian(Double::doubleValue),
                latencies.secondMedian(Double::doubleValue),
                latencies.ratio(Double::doubleValue));
    }

    private static double once(Path file, int runs) throws IOException {
        return Benchmark.run(file, InterpreterOptions.DEFAULTS, Math.min(runs, LONGEST_WARM_UP), runs)
                .latency()
                .median();
    }

    /** Cells of a Markdown row. */
    @Override
    public String toString() {
        return String.format(Locale.US, "%.2f µs | %.2f µs | %.2f", first, second, ratio);
    }
}
