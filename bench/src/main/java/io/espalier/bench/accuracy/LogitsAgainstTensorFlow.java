// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.Networks;
import io.espalier.data.DatasetSplit;
import io.espalier.data.Predictions;
import io.espalier.lite.convert.Converter;
import io.espalier.lite.file.GraphWriter;
import io.espalier.model.Model;
import io.espalier.runtime.evaluate.Inference;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The lab's network, put out as logits, in the TFLite runtime against TensorFlow on test images, for seeds from 1. */
public final class LogitsAgainstTensorFlow {
    private static final float KERAS_LEARNING_RATE = 0.001f;
    private static final double VALIDATION_SPLIT = 0.1;

    private LogitsAgainstTensorFlow() {}

    /**
     * Of one seed.
     *
     * @param sameClass on how many of the images both name the same class
     * @param farthest the greatest difference of two logits
     */
    public record Difference(int images, int sameClass, float farthest) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        DatasetSplit digits = Digits.whole();
        for (long seed = 1; seed <= arguments.number(0, 3); seed++) {
            measure(digits, seed, out);
        }
    }

    /** Measures after one epoch. */
    public static Difference measure(DatasetSplit digits, long seed, PrintStream out) throws IOException {
        Model trained = Trained.with(SparseCategoricalCrossentropy.fromLogits(), KERAS_LEARNING_RATE, seed)
                .withValidationSplit(VALIDATION_SPLIT)
                .fit(Networks.labLogits(seed), digits.train())
                .model();
        Path file = Files.createTempFile("logits", ".tflite");
        try {
            GraphWriter.write(Converter.convert(trained), file);
            Predictions inTflite = Inference.predict(file, digits.test(), InterpreterOptions.DEFAULTS);
            Predictions inTensorFlow = Trained.predictions(ParametrizedModel.of(trained), digits.test());
            Difference difference = new Difference(
                    inTflite.size(), inTflite.agreement(inTensorFlow), inTflite.maxDifference(inTensorFlow));
            out.printf(
                    Locale.US,
                    "seed %d: same class on %,d of %,d, logits differ by at most %.2e%n",
                    seed,
                    difference.sameClass(),
                    difference.images(),
                    difference.farthest());
            return difference;
        } finally {
            Files.delete(file);
        }
    }
}
