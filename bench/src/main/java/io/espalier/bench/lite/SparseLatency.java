// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.bench.LatencyInTurn;
import io.espalier.bench.Networks;
import io.espalier.compress.prune.Pruning;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.sparse.SparseStorage;
import io.espalier.model.Model;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A network as MobileNet, its 1x1 convolutions pruned, and one file of it where they are stored sparse and one where they are stored dense, in
 * turn in the TFLite runtime.
 */
public final class SparseLatency {
    private static final double STORED_SPARSE_FROM = 0.5;
    private static final int RUNS = 20;

    private SparseLatency() {}

    /**
     * Of one share of zeros.
     *
     * @param latency the sparse file's first
     */
    public record Figures(double zeros, long sparseBytes, long denseBytes, LatencyInTurn latency) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int rounds = arguments.number(0, 9);
        measure(List.of(0.0, 0.7, 0.8, 0.9), arguments.number(1, 128), rounds, RUNS, out);
    }

    /**
     * Measures these shares of zeros on pictures of that side.
     *
     * @param runs of each file in each round
     */
    public static List<Figures> measure(List<Double> zeros, int side, int rounds, int runs, PrintStream out)
            throws IOException {
        Model model = Networks.mobile(side);
        out.println(
                "| zeros in 1x1 kernels | bytes sparse | bytes dense | sparse | dense | ratio |\n|---|---|---|---|---|---|");
        List<Figures> all = new ArrayList<>();
        for (double share : zeros) {
            Model pruned = share == 0
                    ? model
                    : Pruning.oneShot(share).withLatencyPolicy().apply(model);
            Figures figures = of(share, Converter.convert(pruned), rounds, runs);
            out.printf(
                    Locale.US,
                    "| %.0f%% | %,d | %,d | %s |%n",
                    100 * share,
                    figures.sparseBytes(),
                    figures.denseBytes(),
                    figures.latency());
            all.add(figures);
        }
        return all;
    }

    private static Figures of(double zeros, Graph dense, int rounds, int runs) throws IOException {
        Path denseFile = Files.createTempFile("dense", ".tflite");
        Path sparseFile = Files.createTempFile("sparse", ".tflite");
        try {
            GraphWriter.write(dense, denseFile);
            GraphWriter.write(SparseStorage.atLeast(STORED_SPARSE_FROM).apply(dense), sparseFile);
            return new Figures(
                    zeros,
                    Files.size(sparseFile),
                    Files.size(denseFile),
                    LatencyInTurn.of(sparseFile, denseFile, rounds, runs));
        } finally {
            Files.delete(denseFile);
            Files.delete(sparseFile);
        }
    }
}
