// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.golden;

import io.espalier.base.Provenance;
import io.espalier.bench.Arguments;
import io.espalier.bench.LatencyInTurn;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Bytes and latency of the golden models, converted by us and by Google, in turn. */
public final class GoldenComparison {
    private static final int RUNS = 1000;

    private GoldenComparison() {}

    /**
     * One file of ours and Google's of the same model and form.
     *
     * @param latency ours first
     */
    public record Pair(String name, long ourBytes, long googleBytes, LatencyInTurn latency) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        measure(arguments.number(0, 5), RUNS, out);
    }

    /**
     * Measures three models in four forms.
     *
     * @param runs of each file in each round
     */
    public static List<Pair> measure(int rounds, int runs, PrintStream out) throws IOException {
        out.println("| model | bytes: ours | Google's | latency: ours | Google's | ratio |\n|---|---|---|---|---|---|");
        List<Pair> pairs = new ArrayList<>();
        for (String model : GoldenModels.NAMES) {
            for (String form : List.of("float", "float16", "dynamic", "int8")) {
                Pair pair = compare(model, form, rounds, runs);
                out.printf(
                        Locale.US,
                        "| %s | %,d | %,d | %s |%n",
                        pair.name(),
                        pair.ourBytes(),
                        pair.googleBytes(),
                        pair.latency());
                pairs.add(pair);
            }
        }
        return pairs;
    }

    private static Pair compare(String model, String form, int rounds, int runs) throws IOException {
        Path google = Golden.file(model + "/" + form + ".tflite");
        Path ours = Files.createTempFile(model, ".tflite");
        try {
            GraphWriter.write(
                    Converter.of(GoldenModels.read(model))
                            .withQuantizer(quantizer(model, form))
                            .withProvenance(Provenance.here(
                                    "convert " + form, "mnist", 42L, List.of("baseline.h5 " + "0".repeat(64))))
                            .convert(),
                    ours);
            return new Pair(
                    model + " " + form,
                    Files.size(ours),
                    Files.size(google),
                    LatencyInTurn.of(ours, google, rounds, runs));
        } finally {
            Files.delete(ours);
        }
    }

    private static Quantizer quantizer(String model, String form) {
        if (!form.equals("int8")) {
            return Quantizer.of(Recipe.named(form.equals("float") ? "none" : form));
        }
        Recipe int8 = Recipe.named("int8").withInputType(BoundaryType.INT8).withOutputType(BoundaryType.INT8);
        return Quantizer.of(int8).withCalibration(Calibrator.of(GoldenModels.examples(model)));
    }
}
