// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import io.espalier.lite.Graph;
import io.espalier.lite.Operator;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.quantize.QuantizationException;
import io.espalier.lite.recipe.BoundaryType;
import io.espalier.lite.recipe.Quantizer;
import io.espalier.lite.recipe.Recipe;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * A measurement: the golden models, calibrated by us on the inputs that Google's converter was calibrated on, against its int8 files. It
 * needs {@code -Despalier.shared=DIR}.
 */
public final class GoldenCalibration {
    private GoldenCalibration() {}

    public static void main(String[] arguments) throws IOException {
        System.out.println(
                "| model | largest deviation of an activation scale | outputs | equal | within one step |\n|---|---|---|---|---|");
        for (String model : List.of("mnist_keras", "mnist_softmax", "mobile_big")) {
            Graph floats = read(model, "float");
            Graph golden = read(model, "int8");
            Recipe recipe = Recipe.named("int8").inputType(BoundaryType.INT8).outputType(BoundaryType.INT8);
            Graph ours = Quantizer.of(recipe)
                    .calibrate(Calibrator.of(GoldenModels.examples(model)))
                    .quantize(floats);
            float[] x = Shared.floats("golden/" + model + "/x.npy");
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %.4f%% | %s |%n",
                    model,
                    100 * largestDeviation(ours, golden),
                    outputs(RealNumbers.first(ours, x), RealNumbers.first(golden, x), outputScale(golden)));
        }
    }

    private static String outputs(float[] actual, float[] expected, float step) {
        int equal = 0;
        int near = 0;
        for (int place = 0; place < expected.length; place++) {
            float difference = Math.abs(actual[place] - expected[place]);
            equal += difference < 0.5f * step ? 1 : 0;
            near += difference < 1.5f * step ? 1 : 0;
        }
        return String.format(
                Locale.ROOT,
                "%,d | %.3f%% | %.3f%%",
                expected.length,
                100.0 * equal / expected.length,
                100.0 * near / expected.length);
    }

    /** Over the outputs of operators that are the same, in order, and the model's input. */
    private static double largestDeviation(Graph ours, Graph golden) {
        List<Operator> mine = quantized(ours);
        List<Operator> theirs = quantized(golden);
        if (mine.size() != theirs.size()) {
            throw new QuantizationException(mine.size() + " operators against " + theirs.size());
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
        float scale = expected.quantization().scales().get(0);
        return Math.abs(actual.quantization().scales().get(0) - scale) / scale;
    }

    private static float outputScale(Graph golden) {
        return golden.main()
                .tensor(golden.main().outputs().get(0))
                .quantization()
                .scales()
                .get(0);
    }

    private static Graph read(String model, String variant) throws IOException {
        return GraphReader.read(Shared.file("golden/" + model + "/" + variant + ".tflite"));
    }
}
