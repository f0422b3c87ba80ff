// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.Dataset;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.parametrize.ParametrizedModel;
import io.espalier.train.session.TrainingSession;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Steps of the lab's model in batches of 128, as it is and quantization-aware, in turn, so that what else the machine does weighs on both alike:
 * {@code QuantizationBenchmark [EPOCHS [THREADS]]}. The first epoch is not counted.
 */
public final class QuantizationBenchmark {
    private static final int BATCH = 128;
    private static final float RATE = 0.001f;
    private static final double[] SHARES = {0.05, 0.1, 0.25, 0.5};

    private QuantizationBenchmark() {}

    public static void main(String[] arguments) {
        int epochs = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        Dataset digits = LabEpoch.digits().train().slice(0, 54_000);
        int steps = digits.size() / BATCH;
        int[] order = IntStream.range(0, steps * BATCH).toArray();
        double[] plain = new double[epochs * steps];
        double[] aware = new double[epochs * steps];
        try (TrainingSession one = session(ParametrizedModel.of(LabEpoch.network(1)), digits, threads);
                TrainingSession other = session(QuantizationAware.int8().apply(LabEpoch.network(1)), digits, threads)) {
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
        Arrays.sort(plain);
        Arrays.sort(aware);
        for (double share : SHARES) {
            int place = (int) (share * plain.length);
            System.out.printf(
                    Locale.ROOT,
                    "%2.0f%% of steps take at most: float %5.0f us, quantization-aware %5.0f us, ratio %.3f%n",
                    share * 100,
                    plain[place],
                    aware[place],
                    aware[place] / plain[place]);
        }
    }

    private static TrainingSession session(ParametrizedModel model, Dataset digits, int threads) {
        return TrainingSession.open(
                model,
                digits,
                SparseCategoricalCrossentropy.fromProbabilities(),
                new TrainingSession.Settings(Adam.of(RATE), BATCH, 1, threads));
    }

    private static double microseconds(TrainingSession.Epoch epoch) {
        long start = System.nanoTime();
        epoch.next(RATE);
        return (System.nanoTime() - start) / 1e3;
    }
}
