// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.golden;

import io.espalier.bench.Arguments;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The golden models, calibrated by us on the inputs that Google's converter was calibrated on, against its int8 files. */
public final class GoldenCalibration {
    private GoldenCalibration() {}

    /**
     * Of one model.
     *
     * @param largestDeviation of an activation's scale, as a part of Google's
     * @param outputs how many numbers were compared
     * @param equal how many of them are the same
     * @param near how many of them are at most one step of the output apart
     */
    public record Agreement(String model, double largestDeviation, int outputs, int equal, int near) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        measure(out);
    }

    /** Measures all. */
    public static List<Agreement> measure(PrintStream out) throws IOException {
        out.println(
                "| model | largest deviation of an activation scale | outputs | equal | within one step |\n|---|---|---|---|---|");
        List<Agreement> all = new ArrayList<>();
        for (String model : GoldenModels.NAMES) {
            Agreement found = of(model);
            out.printf(
                    Locale.US,
                    "| %s | %.4f%% | %,d | %.3f%% | %.3f%% |%n",
                    model,
                    100 * found.largestDeviation(),
                    found.outputs(),
                    100.0 * found.equal() / found.outputs(),
                    100.0 * found.near() / found.outputs());
            all.add(found);
        }
        return all;
    }

    private static Agreement of(String model) throws IOException {
        Path google = Golden.file(model + "/int8.tflite");
        Graph golden = GraphReader.read(google);
        Dataset examples = GoldenModels.examples(model);
        Graph ours = Quantizer.of(
                        Recipe.named("int8").withInputType(BoundaryType.INT8).withOutputType(BoundaryType.INT8))
                .withCalibration(Calibrator.of(examples))
                .quantize(GraphReader.read(Golden.file(model + "/float.tflite")));
        Path file = Files.createTempFile(model, ".tflite");
        try {
            GraphWriter.write(ours, file);
            Predictions actual = Inference.predict(file, examples, InterpreterOptions.DEFAULTS);
            Predictions expected = Inference.predict(google, examples, InterpreterOptions.DEFAULTS);
            float step = scale(golden.main().tensor(golden.main().outputs().get(0)));
            return new Agreement(
                    model,
                    largestDeviation(ours, golden),
                    expected.size() * expected.width(),
                    nearer(actual, expected, 0.5f * step),
                    nearer(actual, expected, 1.5f * step));
        } finally {
            Files.delete(file);
        }
    }

    private static int nearer(Predictions actual, Predictions expected, float distance) {
        int nearer = 0;
        for (int example = 0; example < expected.size(); example++) {
            float[] got = actual.row(example);
            float[] wanted = expected.row(example);
            for (int place = 0; place < wanted.length; place++) {
                nearer += Math.abs(got[place] - wanted[place]) < distance ? 1 : 0;
            }
        }
        return nearer;
    }

    /** Over the outputs of operators that are the same, in order, and the model's input. */
    private static double largestDeviation(Graph ours, Graph golden) {
        List<Operator> mine = quantized(ours);
        List<Operator> theirs = quantized(golden);
        if (mine.size() != theirs.size()) {
            throw new IllegalStateException(
                    "our file has " + mine.size() + " quantized operators, the golden one " + theirs.size());
        }
        double largest = deviation(
                ours.main().tensor(ours.main().inputs().get(0)),
                golden.main().tensor(golden.main().inputs().get(0)));
        for (int i = 0; i < mine.size(); i++) {
            Tensor output = ours.main().tensor(mine.get(i).outputs().get(0));
            Tensor expected = golden.main().tensor(theirs.get(i).outputs().get(0));
            largest = Math.max(largest, deviation(output, expected));
        }
        return largest;
    }

    // Our optimizer leaves out what only computes shapes, and reshapes that change nothing.
    private static List<Operator> quantized(Graph graph) {
        return graph.main().operators().stream()
                .filter(operator -> graph.main()
                                .tensor(operator.outputs().get(0))
                                .quantization()
                                .isPresent()
                        && !operator.code().name().equals("RESHAPE"))
                .toList();
    }

    private static double deviation(Tensor actual, Tensor expected) {
        return Math.abs(scale(actual) - scale(expected)) / scale(expected);
    }

    private static float scale(Tensor tensor) {
        return tensor.quantization().scales().get(0);
    }
}
