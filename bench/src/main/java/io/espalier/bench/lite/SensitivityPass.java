// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.lite;

import io.espalier.base.ProgressListener;
import io.espalier.bench.Arguments;
import io.espalier.bench.InTurn;
import io.espalier.bench.TestImages;
import io.espalier.data.Dataset;
import io.espalier.data.Predictions;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.quantize.Quantizer;
import io.espalier.lite.recipe.Recipe;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.search.bits.Form;
import io.espalier.search.bits.Sensitivity;
import io.espalier.search.bits.VariantPass;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Each layer alone in int8 and int4: behind cached float activations, in turn with each variant run whole. The answers must be equal. */
public final class SensitivityPass {
    private SensitivityPass() {}

    /** Prints medians and their ratio. */
    public static void run(Arguments arguments, PrintStream out) throws IOException {
        Path file = arguments.path(0, "model");
        Graph graph = GraphReader.read(file);
        List<Integer> shape = graph.main().tensor(graph.main().inputs().get(0)).shape().stream()
                .boxed()
                .toList();
        Dataset pictures = TestImages.open(
                        arguments.path(1, "image folder or CIFAR-10 file"), shape.get(1), shape.get(2))
                .sample(arguments.number(2, 500));
        measure(graph, pictures, arguments.number(3, 5), arguments.number(4, 1), out);
    }

    /**
     * Measures.
     *
     * @return seconds of both
     * @throws IllegalStateException if an answer differs
     */
    public static InTurn<Double> measure(Graph graph, Dataset pictures, int rounds, int threads, PrintStream out)
            throws IOException {
        Graph floats = Sensitivity.optimized(graph);
        Quantizer quantizer = Quantizer.of(Recipe.named("none"))
                .withRememberedCalibration(Calibrator.of(pictures.sample(Math.min(50, pictures.size()))));
        List<Graph> variants = Sensitivity.variants(floats, List.of(Form.INT8, Form.INT4), quantizer, threads);
        VariantPass cached = VariantPass.of(floats, pictures, InterpreterOptions.DEFAULTS.withThreads(threads));
        VariantPass whole = cached.withoutCuts();
        requireEqual(cached, whole, variants);
        InTurn<Double> seconds = InTurn.of(rounds, timed(cached, variants), timed(whole, variants));
        out.printf(
                Locale.US,
                "%d variants, %d examples: %.2f s behind cached activations, %.2f s whole, ratio %.3f, so %.1f times as quick; all answers equal%n",
                variants.size(),
                pictures.size(),
                seconds.firstMedian(Double::doubleValue),
                seconds.secondMedian(Double::doubleValue),
                seconds.ratio(Double::doubleValue),
                1 / seconds.ratio(Double::doubleValue));
        return seconds;
    }

    private static InTurn.Measured<Double> timed(VariantPass pass, List<Graph> variants) {
        return () -> {
            long start = System.nanoTime();
            pass.run(variants, ProgressListener.NONE);
            return (System.nanoTime() - start) / 1e9;
        };
    }

    // Warms up too.
    private static void requireEqual(VariantPass cached, VariantPass whole, List<Graph> variants) {
        List<Map<String, Predictions>> some = cached.run(variants, ProgressListener.NONE);
        List<Map<String, Predictions>> all = whole.run(variants, ProgressListener.NONE);
        for (int index = 0; index < all.size(); index++) {
            Map<String, Predictions> answers = some.get(index);
            all.get(index).forEach((output, expected) -> {
                if (Objects.requireNonNull(answers.get(output), output).maxDifference(expected) != 0) {
                    throw new IllegalStateException("the answers of '" + output + "' differ");
                }
            });
        }
    }
}
