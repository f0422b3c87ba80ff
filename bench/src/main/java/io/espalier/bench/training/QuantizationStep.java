// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.training;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.Networks;
import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.Dataset;
import io.espalier.data.image.Augmentation;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.TrainingMethod;
import io.espalier.train.session.TrainingSession;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/** Steps of the lab's network in batches of 128, quantization-aware and as it is, in turn. The first epoch is not counted. */
public final class QuantizationStep {
    private static final int BATCH = 128;
    private static final float RATE = 0.001f;
    private static final double[] SHARES = {0.05, 0.1, 0.25, 0.5};

    private QuantizationStep() {}

    public static void run(Arguments arguments, PrintStream out) {
        int epochs = arguments.number(0, 5);
        measure(Digits.training(), epochs, arguments.number(1, 2), out);
    }

    /** Measures; for some shares of the steps, how long the slowest of them takes quantization-aware, over in float. */
    public static Map<Double, Double> measure(Dataset training, int epochs, int threads, PrintStream out) {
        int steps = training.size() / BATCH;
        int[] order = IntStream.range(0, steps * BATCH).toArray();
        double[] plain = new double[epochs * steps];
        double[] aware = new double[epochs * steps];
        try (TrainingSession one = session(ParametrizedModel.of(Networks.lab(1)), training, threads);
                TrainingSession other = session(QuantizationAware.int8().apply(Networks.lab(1)), training, threads)) {
            for (int epoch = 0; epoch <= epochs; epoch++) {
                try (TrainingSession.Epoch plainly = one.epoch(1, order, 1);
                        TrainingSession.Epoch awarely = other.epoch(1, order, 1)) {
                    for (int step = 0; step < steps; step++) {
                        int place = Math.max(epoch - 1, 0) * steps + step;
                        plain[place] = microseconds(plainly);
                        aware[place] = microseconds(awarely);
                    }
                }
            }
        }
        return report(plain, aware, out);
    }

    private static Map<Double, Double> report(double[] plain, double[] aware, PrintStream out) {
        Arrays.sort(plain);
        Arrays.sort(aware);
        Map<Double, Double> ratios = new LinkedHashMap<>();
        for (double share : SHARES) {
            int place = (int) (share * plain.length);
            ratios.put(share, aware[place] / plain[place]);
            out.printf(
                    Locale.US,
                    "%2.0f%% of steps take at most: quantization-aware %5.0f us, float %5.0f us, ratio %.3f%n",
                    share * 100,
                    aware[place],
                    plain[place],
                    aware[place] / plain[place]);
        }
        return ratios;
    }

    private static TrainingSession session(ParametrizedModel model, Dataset training, int threads) {
        return TrainingSession.open(
                model,
                training,
                new TrainingMethod(
                        SparseCategoricalCrossentropy.fromProbabilities(),
                        Adam.of(RATE),
                        BATCH,
                        1,
                        true,
                        Augmentation.NONE),
                threads);
    }

    private static double microseconds(TrainingSession.Epoch epoch) {
        long start = System.nanoTime();
        epoch.next(RATE);
        return (System.nanoTime() - start) / 1e3;
    }
}
