// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.Median;
import io.espalier.bench.Networks;
import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.DatasetSplit;
import io.espalier.data.Predictions;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.model.Model;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The lab's network after an epoch, and then one more: in float, and quantization-aware as training sees it and as its .tflite file
 * answers. Accuracy on test images for seeds from 1.
 */
public final class QuantizationAccuracy {
    private static final double VALIDATION_SPLIT = 0.1;

    private QuantizationAccuracy() {}

    /**
     * What one seed, or the median of several, came to.
     *
     * @param floats accuracy in float
     * @param aware accuracy as training sees the quantized network
     * @param integers accuracy of the int8 file
     * @param otherClass how many images the file puts into another class than training does
     */
    public record Accuracies(double floats, double aware, double integers, int otherClass) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        measure(Digits.whole(), arguments.number(0, 3), out);
    }

    /** Measures with so many seeds and gives medians. */
    public static Accuracies measure(DatasetSplit digits, int seeds, PrintStream out) throws IOException {
        List<Accuracies> all = new ArrayList<>();
        Path file = Files.createTempFile("qat", ".tflite");
        try {
            for (long seed = 1; seed <= seeds; seed++) {
                Accuracies found = of(digits, seed, file);
                out.printf(
                        Locale.US,
                        "seed %d: float %.4f, fake-quantized %.4f, int8 %.4f, images with a different class %d%n",
                        seed,
                        found.floats(),
                        found.aware(),
                        found.integers(),
                        found.otherClass());
                all.add(found);
            }
        } finally {
            Files.delete(file);
        }
        Accuracies medians = new Accuracies(
                Median.of(all.stream().map(Accuracies::floats).toList()),
                Median.of(all.stream().map(Accuracies::aware).toList()),
                Median.of(all.stream().map(Accuracies::integers).toList()),
                (int) Median.of(
                        all.stream().map(found -> (double) found.otherClass()).toList()));
        out.printf(
                Locale.US,
                "median: float %.4f, fake-quantized %.4f, int8 %.4f%n",
                medians.floats(),
                medians.aware(),
                medians.integers());
        return medians;
    }

    private static Accuracies of(DatasetSplit digits, long seed, Path file) throws IOException {
        Trainer trainer = Trained.with(SparseCategoricalCrossentropy.fromProbabilities(), Trained.LEARNING_RATE, seed)
                .withValidationSplit(VALIDATION_SPLIT);
        Model baseline = trainer.fit(Networks.lab(seed), digits.train()).model();
        Predictions inFloat = Trained.predictions(
                ParametrizedModel.of(trainer.fit(baseline, digits.train()).model()), digits.test());
        ParametrizedModel trained = trainer.fit(QuantizationAware.int8().apply(baseline), digits.train())
                .model();
        Predictions seen = Trained.predictions(trained, digits.test());
        GraphWriter.write(
                Converter.of(trained.strip()).withRecipe(Recipe.named("int8")).convert(), file);
        Predictions answered = Inference.predict(file, digits.test(), InterpreterOptions.DEFAULTS);
        return new Accuracies(
                inFloat.accuracy(digits.test()).value(),
                seen.accuracy(digits.test()).value(),
                answered.accuracy(digits.test()).value(),
                answered.size() - answered.agreement(seen));
    }
}
