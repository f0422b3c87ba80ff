// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Latency of two files of one model in one process, in turn, each first in every other round: medians over the rounds.
 *
 * @param ours microseconds
 * @param theirs microseconds
 */
record LatencyInTurn(double ours, double theirs) {
    private static final int WARM_UP = 200;

    static LatencyInTurn of(Path ours, Path theirs, int rounds, int runs) throws IOException {
        List<Double> our = new ArrayList<>();
        List<Double> their = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean oursFirst = round % 2 == 0;
            (oursFirst ? our : their).add(once(oursFirst ? ours : theirs, runs));
            (oursFirst ? their : our).add(once(oursFirst ? theirs : ours, runs));
        }
        return new LatencyInTurn(median(our), median(their));
    }

    private static double once(Path file, int runs) throws IOException {
        return Benchmark.of(file, InterpreterOptions.DEFAULTS, WARM_UP, runs)
                .latency()
                .median();
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Cells of a markdown row. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.2f µs | %.2f µs | %.2f", ours, theirs, ours / theirs);
    }
}
