// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.BoundaryType;
import io.espalier.lite.recipe.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A benchmark: bytes and latency of the golden models, converted by us and by Google, in turn: {@code GoldenComparison [ROUNDS]}. It
 * needs {@code -Despalier.shared=DIR}.
 */
public final class GoldenComparison {
    private static final int RUNS = 1000;

    private GoldenComparison() {}

    public static void main(String[] arguments) throws IOException {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        Path folder = Files.createTempDirectory("golden");
        System.out.println(
                "| model | bytes: ours | Google's | latency: ours | Google's | ratio |\n|---|---|---|---|---|---|");
        for (String model : List.of("mnist_keras", "mnist_softmax", "mobile_big")) {
            compare(model, Quantizer.of(Recipe.named("none")), "float", folder, rounds);
            compare(model, Quantizer.of(Recipe.named("float16")), "float16", folder, rounds);
            compare(model, Quantizer.of(Recipe.named("dynamic")), "dynamic", folder, rounds);
            Recipe int8 = Recipe.named("int8").inputType(BoundaryType.INT8).outputType(BoundaryType.INT8);
            Examples data = GoldenModels.examples(model);
            compare(model, Quantizer.of(int8).calibrate(Calibrator.of(data)), "int8", folder, rounds);
        }
        Files.delete(folder);
    }

    private static void compare(String model, Quantizer quantizer, String name, Path folder, int rounds)
            throws IOException {
        Path google = Shared.file("golden/" + model + "/" + name + ".tflite");
        Path ours = folder.resolve(name);
        Provenance provenance =
                Provenance.here("convert " + name, "mnist", 42L, List.of("baseline.h5 " + "0".repeat(64)));
        GraphWriter.write(
                Converter.of(GoldenModels.read(model))
                        .quantize(quantizer)
                        .provenance(provenance)
                        .toGraph(),
                ours);
        System.out.printf(
                Locale.ROOT,
                "| %s %s | %,d | %,d | %s |%n",
                model,
                name,
                Files.size(ours),
                Files.size(google),
                LatencyInTurn.of(ours, google, rounds, RUNS));
        Files.delete(ours);
    }
}
