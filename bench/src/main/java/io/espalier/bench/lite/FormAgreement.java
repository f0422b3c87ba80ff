// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.bench.LatencyInTurn;
import io.espalier.bench.TestImages;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.quantize.constant.WeightOnlyQuantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.TensorType;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** How often the forms name the same class as the float model, and their bytes and latency against it. */
public final class FormAgreement {
    private static final int RUNS = 100;
    private static final int CALIBRATED = 100;

    private FormAgreement() {}

    /**
     * Of one form.
     *
     * @param sameClass the share of pictures on which it names the same class as the float model
     * @param bytes of the file, against the float one's
     * @param latency against the float model's
     */
    public record Figures(double sameClass, double bytes, double latency) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        Graph graph = GraphReader.read(arguments.path(0, "model"));
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        Dataset data = TestImages.open(
                arguments.path(1, "image folder or CIFAR-10 file"),
                input.shape().get(1),
                input.shape().get(2));
        measure(graph, data.sample(arguments.number(2, 200)), arguments.number(3, 5), RUNS, out);
    }

    /** Prints a Markdown table. */
    public static Map<String, Figures> measure(Graph floats, Dataset pictures, int rounds, int runs, PrintStream out)
            throws IOException {
        Map<String, Graph> forms = new LinkedHashMap<>();
        for (String recipe : new String[] {"float16", "dynamic", "weight_only_int8", "weight_only_int4"}) {
            forms.put(recipe, Quantizer.of(Recipe.named(recipe)).quantize(floats));
        }
        forms.put("hybrid throughout", DynamicRangeQuantizer.HYBRID_THROUGHOUT.quantize(floats));
        Quantizer int8 = Quantizer.of(Recipe.named("int8")).withCalibration(Calibrator.of(pictures, CALIBRATED));
        forms.put("int8", int8.quantize(floats));
        Quantizer strict =
                Quantizer.of(Recipe.named("int8").withStrict()).withCalibration(Calibrator.of(pictures, CALIBRATED));
        forms.put("int8, strict", strict.quantize(floats));
        forms.put(
                "int4 behind DEQUANTIZE",
                new WeightOnlyQuantizer(TensorType.INT4, WeightOptions.USUAL).quantize(floats));
        Predictions exact = answers(floats, pictures);
        out.println("| form | same class as float, of " + pictures.size() + " | bytes / float | latency / float |");
        out.println("|---|---|---|---|");
        Map<String, Figures> all = new LinkedHashMap<>();
        for (Map.Entry<String, Graph> form : forms.entrySet()) {
            double same = answers(form.getValue(), pictures).agreement(exact);
            Figures figures = new Figures(
                    same / pictures.size(),
                    (double) GraphWriter.size(form.getValue()) / GraphWriter.size(floats),
                    LatencyInTurn.of(form.getValue(), floats, rounds, runs).ratio());
            all.put(form.getKey(), figures);
            out.printf(
                    Locale.US,
                    "| %s | %.0f | %.3f | %.2f |%n",
                    form.getKey(),
                    same,
                    figures.bytes(),
                    figures.latency());
        }
        return all;
    }

    private static Predictions answers(Graph graph, Dataset pictures) throws IOException {
        Path file = Files.createTempFile("form", ".tflite");
        try {
            GraphWriter.write(graph, file);
            return Inference.predict(file, pictures, InterpreterOptions.DEFAULTS);
        } finally {
            Files.delete(file);
        }
    }
}
