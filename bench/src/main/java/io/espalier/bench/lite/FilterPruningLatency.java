// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.bench.Assets;
import io.espalier.bench.LatencyInTurn;
import io.espalier.compress.structured.FilterPlan;
import io.espalier.compress.structured.FilterPruning;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Bytes and latency of models of MLPerf Tiny with half of their filters and with all of them, in float, in turn. */
public final class FilterPruningLatency {
    private static final double SHARE = 0.5;
    private static final int RUNS = 200;

    private FilterPruningLatency() {}

    /**
     * Of one model.
     *
     * @param latency of the model with half of its filters first
     */
    public record Figures(long halfParameters, long parameters, long halfBytes, long bytes, LatencyInTurn latency) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        for (String file : List.of(
                "image_classification/trained_models/pretrainedResnet.h5",
                "visual_wake_words/trained_models/vww_96.h5")) {
            Path path = Assets.path("mlperf_tiny/" + file);
            out.println(path.getFileName());
            measure(KerasFiles.read(path), arguments.number(0, 7), RUNS, out);
        }
    }

    /**
     * Measures a model.
     *
     * @param runs of each file in each round
     */
    public static Figures measure(Model model, int rounds, int runs, PrintStream out) throws IOException {
        FilterPlan plan = FilterPruning.of(SHARE).plan(model);
        Model smaller = plan.apply();
        Path whole = Files.createTempFile("whole", ".tflite");
        Path half = Files.createTempFile("half", ".tflite");
        try {
            GraphWriter.write(Converter.convert(model), whole);
            GraphWriter.write(Converter.convert(smaller), half);
            Figures figures = new Figures(
                    smaller.parameters(false),
                    model.parameters(false),
                    Files.size(half),
                    Files.size(whole),
                    LatencyInTurn.of(half, whole, rounds, runs));
            out.println(plan);
            out.printf(
                    Locale.US,
                    "%,d of %,d parameters, %,d of %,d bytes, %.1f of %.1f µs, ratio %.3f%n",
                    figures.halfParameters(),
                    figures.parameters(),
                    figures.halfBytes(),
                    figures.bytes(),
                    figures.latency().first(),
                    figures.latency().second(),
                    figures.latency().ratio());
            return figures;
        } finally {
            Files.delete(whole);
            Files.delete(half);
        }
    }
}
