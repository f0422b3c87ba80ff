// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.bench;

import io.espalier.compress.structured.FilterPlan;
import io.espalier.compress.structured.FilterPruning;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.model.keras.KerasFiles;
import io.espalier.runtime.Benchmark;
import io.espalier.runtime.InterpreterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A benchmark: bytes and latency of models of MLPerf Tiny with all their filters and with half of them, in float, in turn: {@code
 * FilterPruningBenchmark [ROUNDS]}. It needs {@code -Despalier.shared=DIR}.
 */
public final class FilterPruningBenchmark {
    private static final double SHARE = 0.5;
    private static final int WARM_UP = 20;
    private static final int RUNS = 200;

    private FilterPruningBenchmark() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7;
        Path models = Path.of(System.getProperty("espalier.shared", "../shared"), "assets/mlperf_tiny");
        Path folder = Files.createTempDirectory("filters");
        compare(models.resolve("image_classification/trained_models/pretrainedResnet.h5"), folder, rounds);
        compare(models.resolve("visual_wake_words/trained_models/vww_96.h5"), folder, rounds);
        Files.delete(folder);
    }

    private static void compare(Path file, Path folder, int rounds) throws IOException {
        Model model = KerasFiles.read(file);
        FilterPlan plan = FilterPruning.of(SHARE).plan(model);
        Model smaller = plan.apply();
        Path whole = folder.resolve("whole.tflite");
        Path half = folder.resolve("half.tflite");
        GraphWriter.write(Converter.convert(model), whole);
        GraphWriter.write(Converter.convert(smaller), half);
        List<Double> before = new ArrayList<>();
        List<Double> after = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            before.add(latency(whole));
            after.add(latency(half));
        }
        System.out.println(plan);
        System.out.printf(
                Locale.ROOT,
                "%s: %,d -> %,d parameters, %,d -> %,d bytes, %.1f -> %.1f \u00b5s, ratio %.3f%n",
                file.getFileName(),
                model.parameters(false),
                smaller.parameters(false),
                Files.size(whole),
                Files.size(half),
                median(before),
                median(after),
                median(after) / median(before));
        Files.delete(whole);
        Files.delete(half);
    }

    private static double latency(Path file) throws IOException {
        return Benchmark.of(file, InterpreterOptions.DEFAULTS, WARM_UP, RUNS)
                .latency()
                .median();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
