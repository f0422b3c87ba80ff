// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.bench.Arguments;
import io.espalier.bench.TestImages;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.CalibrationMethod.MinMax;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.improve.BiasCorrection;
import io.espalier.lite.quantize.improve.CrossLayerEqualization;
import io.espalier.lite.quantize.improve.GptqRounding;
import io.espalier.lite.quantize.integer.IntegerOptions;
import io.espalier.lite.quantize.integer.IntegerQuantizer;
import io.espalier.lite.quantize.integer.QuantizationPlan;
import io.espalier.lite.rewrite.Stages;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What each improvement brings a quantized model against the same without it: how often the most probable class is that of the float model, and
 * signal to noise of the outputs.
 */
public final class Improvements {
    private static final List<IntegerOptions> FORMS = List.of(
            IntegerOptions.INT8.withWeights(Granularity.PER_TENSOR),
            IntegerOptions.INT8,
            IntegerOptions.INT16X8.withWeights(Granularity.PER_TENSOR),
            IntegerOptions.INT16X8);

    private final Dataset calibration;
    private final Dataset others;
    private final Predictions exact;
    private final PrintStream out;
    private final Map<String, Figures> all = new LinkedHashMap<>();

    private Improvements(Graph graph, Dataset calibration, Dataset others, PrintStream out) throws IOException {
        this.calibration = calibration;
        this.others = others;
        this.exact = answers(graph, others);
        this.out = out;
    }

    /**
     * Of one form.
     *
     * @param sameClass the share of examples on which it names the same class as the float model
     * @param signalToNoise decibels
     */
    public record Figures(double sameClass, double signalToNoise) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        Path file = arguments.path(0, "model");
        Graph graph = GraphReader.read(file);
        Tensor input = graph.main().tensor(graph.main().inputs().get(0));
        Dataset data = TestImages.open(
                arguments.path(1, "image folder or CIFAR-10 file"),
                input.shape().get(1),
                input.shape().get(2));
        int calibrated = arguments.number(2, 100);
        int compared = arguments.number(3, 500);
        out.printf(
                "%s, %d examples for calibration, %d different ones for comparison%n",
                file.getFileName(), calibrated, compared);
        measure(graph, data.sample(calibrated), Chosen.others(data, calibrated, compared), FORMS, out);
    }

    /**
     * Measures these forms.
     *
     * @param others to compare on
     */
    public static Map<String, Figures> measure(
            Graph model, Dataset calibration, Dataset others, List<IntegerOptions> forms, PrintStream out)
            throws IOException {
        Graph graph = Stages.run(Stages.OPTIMIZE, model);
        Improvements improvements = new Improvements(graph, calibration, others, out);
        for (IntegerOptions form : forms) {
            improvements.compare(form, "", graph);
            improvements.compare(form, ", equalized", CrossLayerEqualization.apply(graph));
        }
        return improvements.all;
    }

    private void compare(IntegerOptions options, String how, Graph graph) throws IOException {
        String what = options.activations() + " " + options.weights() + how;
        Calibrator data = Calibrator.of(calibration);
        QuantizationPlan plan = IntegerQuantizer.of(options)
                .plan(graph, data.calibrate(graph, new MinMax()).ranges());
        add(what, IntegerQuantizer.apply(graph, plan));
        long start = System.nanoTime();
        Graph rounded = new GptqRounding().adjust(graph, plan, data);
        double rounding = (System.nanoTime() - start) / 1e9;
        add(what + ", GPTQ", IntegerQuantizer.apply(rounded, plan));
        start = System.nanoTime();
        Graph corrected = new BiasCorrection(graph).adjust(graph, plan, data);
        double correction = (System.nanoTime() - start) / 1e9;
        add(what + ", bias", IntegerQuantizer.apply(corrected, plan));
        Graph both = new BiasCorrection(graph).adjust(rounded, plan, data);
        add(what + ", GPTQ, bias", IntegerQuantizer.apply(both, plan));
        out.printf(Locale.US, "    GPTQ took %.1f s, bias correction %.1f s%n", rounding, correction);
    }

    private void add(String what, Graph quantized) throws IOException {
        Predictions actual = answers(quantized, others);
        Figures figures = new Figures((double) actual.agreement(exact) / exact.size(), signalToNoise(exact, actual));
        out.printf(
                Locale.US,
                "%-60s same class %.4f  signal-to-noise ratio %6.2f dB%n",
                what,
                figures.sameClass(),
                figures.signalToNoise());
        all.put(what, figures);
    }

    private static Predictions answers(Graph graph, Dataset examples) throws IOException {
        Path file = Files.createTempFile("model", ".tflite");
        try {
            GraphWriter.write(graph, file);
            return Inference.predict(file, examples, InterpreterOptions.DEFAULTS);
        } finally {
            Files.delete(file);
        }
    }

    /** What is the same for all examples tells nothing, so the signal of each output is counted from its mean. */
    private static double signalToNoise(Predictions expected, Predictions actual) {
        double signal = 0;
        double noise = 0;
        for (int output = 0; output < expected.width(); output++) {
            double mean = 0;
            for (int example = 0; example < expected.size(); example++) {
                mean += expected.row(example)[output] / (double) expected.size();
            }
            for (int example = 0; example < expected.size(); example++) {
                double wanted = expected.row(example)[output];
                signal += (wanted - mean) * (wanted - mean);
                noise += Math.pow(actual.row(example)[output] - wanted, 2);
            }
        }
        return 10 * Math.log10(signal / noise);
    }
}
