// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.run;

import io.espalier.bench.Arguments;
import io.espalier.bench.Measurement;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;

/**
 * A benchmark that can be asked for.
 *
 * @param parameters what may follow the name
 * @param about one line
 */
record NamedBenchmark(String name, String parameters, String about, Measurement measurement) {
    String usage() {
        return "scripts/run-benchmark " + (name + " " + parameters).strip();
    }

    void run(List<String> words, PrintStream out) throws IOException {
        measurement.run(Arguments.of(usage(), words), out);
    }

    /** A line of the list of all. */
    @Override
    public String toString() {
        return String.format("  %-60s  %s", (name + " " + parameters).strip(), about);
    }
}
