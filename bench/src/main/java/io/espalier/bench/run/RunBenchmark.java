// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.run;

import io.espalier.bench.UsageException;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

/** {@code [NAME [ARGUMENT ...]]}: runs a benchmark, or lists all. */
public final class RunBenchmark {
    private static final int WRONG_USAGE = 2;

    private RunBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        try {
            run(Arrays.asList(arguments), System.out);
        } catch (UsageException e) {
            System.err.println(e.getMessage());
            System.exit(WRONG_USAGE);
        }
    }

    /**
     * Prints a benchmark's report, or the list of all where there are no words.
     *
     * @throws UsageException if there is no such benchmark, or its arguments are wrong
     */
    static void run(List<String> words, PrintStream out) throws IOException {
        if (words.isEmpty()) {
            out.println("Usage: scripts/run-benchmark NAME [ARGUMENT ...]. The names are:");
            Benchmarks.ALL.forEach(out::println);
            return;
        }
        Benchmarks.named(words.get(0)).run(words.subList(1, words.size()), out);
    }
}
