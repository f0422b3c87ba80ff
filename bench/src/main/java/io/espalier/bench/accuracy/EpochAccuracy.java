// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.Median;
import io.espalier.bench.Networks;
import io.espalier.data.DatasetSplit;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The lab's network after one epoch at Keras's usual learning rate and at the lab's, for seeds from 1. */
public final class EpochAccuracy {
    private static final SparseCategoricalCrossentropy LOSS = SparseCategoricalCrossentropy.fromLogits();
    private static final float KERAS_LEARNING_RATE = 0.001f;

    private EpochAccuracy() {}

    /**
     * Medians of accuracies on test images.
     *
     * @param keras at a learning rate of 0.001
     * @param lab at 0.002
     */
    public record Medians(double keras, double lab) {}

    public static void run(Arguments arguments, PrintStream out) {
        DatasetSplit mnist = Digits.whole();
        measure(new DatasetSplit(Digits.training(), mnist.test(), mnist.origin()), arguments.number(0, 3), out);
    }

    /** Measures with so many seeds. */
    public static Medians measure(DatasetSplit digits, int seeds, PrintStream out) {
        List<Double> keras = new ArrayList<>();
        List<Double> lab = new ArrayList<>();
        for (long seed = 1; seed <= seeds; seed++) {
            double atKeras = accuracy(digits, KERAS_LEARNING_RATE, seed);
            double atLab = accuracy(digits, Trained.LEARNING_RATE, seed);
            out.printf(Locale.US, "seed %d: at 0.001 %.4f, at 0.002 %.4f%n", seed, atKeras, atLab);
            keras.add(atKeras);
            lab.add(atLab);
        }
        Medians medians = new Medians(Median.of(keras), Median.of(lab));
        out.printf(Locale.US, "median: at 0.001 %.4f, at 0.002 %.4f%n", medians.keras(), medians.lab());
        return medians;
    }

    private static double accuracy(DatasetSplit digits, float learningRate, long seed) {
        return Trained.accuracy(
                Trained.with(LOSS, learningRate, seed)
                        .fit(Networks.labLogits(seed), digits.train())
                        .model(),
                digits.test(),
                LOSS);
    }
}
