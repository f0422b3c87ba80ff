// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A benchmark: bytes and latency of the golden models, converted by us and by Google, in turn: {@code GoldenComparison [ROUNDS]}. It
 * needs {@code -Despalier.shared=DIR}.
 */
public final class GoldenComparison {
    private static final int WARM_UP = 200;
    private static final int RUNS = 1000;

    private GoldenComparison() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path folder = Files.createTempDirectory("golden");
        for (String model : List.of("mnist_keras", "mnist_softmax", "mobile_big")) {
            compare(model, "none", "float.tflite", folder, rounds);
            compare(model, "float16", "float16.tflite", folder, rounds);
            compare(model, "dynamic", "dynamic.tflite", folder, rounds);
        }
        Files.delete(folder);
    }

    private static void compare(String model, String recipe, String name, Path folder, int rounds) throws IOException {
        Path google = Shared.file("golden/" + model + "/" + name);
        Path ours = folder.resolve(name);
        Provenance provenance =
                Provenance.here("convert " + recipe, "mnist", 42L, List.of("baseline.h5 " + "0".repeat(64)));
        GraphWriter.write(
                Converter.of(GoldenModels.read(model))
                        .quantize(Recipe.named(recipe))
                        .provenance(provenance)
                        .toGraph(),
                ours);
        List<Double> our = new ArrayList<>();
        List<Double> their = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            our.add(latency(ours));
            their.add(latency(google));
        }
        System.out.printf(
                Locale.ROOT,
                "%s/%s: %,d against %,d bytes; %.2f against %.2f \u00b5s, ratio %.3f%n",
                model,
                name,
                Files.size(ours),
                Files.size(google),
                median(our),
                median(their),
                median(our) / median(their));
        Files.delete(ours);
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
