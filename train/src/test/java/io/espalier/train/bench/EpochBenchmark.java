// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.bench;

import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.train.EpochRecord;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One epoch of the lab's model, 54,000 digits in batches of 128, by the trainer and by a plain session loop in turn: {@code EpochBenchmark
 * [ROUNDS [THREADS]]}.
 */
public final class EpochBenchmark {
    private EpochBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 5;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        Dataset training = Mnist.whole().train().slice(0, 54_000);
        Model model = Mnist.model(1);
        List<Double> plain = new ArrayList<>();
        List<Double> ours = new ArrayList<>();
        try (PlainLoop loop = new PlainLoop(model, training, threads)) {
            loop.epoch();
            for (int round = 0; round < rounds; round++) {
                long start = System.nanoTime();
                double loss = loop.epoch();
                plain.add((System.nanoTime() - start) / 1e9);
                EpochRecord epoch = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                        .batchSize(128)
                        .seed(round)
                        .threads(threads)
                        .fit(model, training)
                        .history()
                        .last();
                ours.add(epoch.seconds());
                System.out.printf(
                        Locale.ROOT,
                        "plain %.3f s (loss %.4f), trainer %.3f s (loss %.4f)%n",
                        plain.get(round),
                        loss,
                        epoch.seconds(),
                        epoch.training().loss());
            }
        }
        System.out.printf(
                Locale.ROOT,
                "median: plain %.3f s, trainer %.3f s, ratio %.3f%n",
                median(plain),
                median(ours),
                median(ours) / median(plain));
    }

    private static double median(List<Double> seconds) {
        return seconds.stream().sorted().toList().get(seconds.size() / 2);
    }
}
