// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.runtime.measure.Benchmark;
import java.io.IOException;
import java.nio.file.Files;
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

    /** Measures two graphs, each from a file of its own. */
    public static LatencyInTurn of(Graph first, Graph second, int rounds, int runs) throws IOException {
        Path one = Files.createTempFile("first", ".tflite");
        Path other = Files.createTempFile("second", ".tflite");
        try {
            GraphWriter.write(first, one);
            GraphWriter.write(second, other);
            return of(one, other, rounds, runs);
        } finally {
            Files.delete(one);
            Files.delete(other);
        }
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
