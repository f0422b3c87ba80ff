// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.training;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.InTurn;
import io.espalier.bench.Networks;
import io.espalier.data.Dataset;
import io.espalier.model.Model;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** One epoch of the lab's network in batches of 128 by the trainer, and by a plain session loop, in turn. */
public final class EpochAgainstPlainLoop {
    private EpochAgainstPlainLoop() {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int rounds = arguments.number(0, 5);
        measure(Digits.training(), rounds, arguments.number(1, 2), out);
    }

    /** Measures; the trainer's seconds come first, the loop's second. */
    public static InTurn<Double> measure(Dataset training, int rounds, int threads, PrintStream out)
            throws IOException {
        Model model = Networks.labLogits(1);
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromLogits())
                .withBatchSize(PlainLoop.BATCH)
                .withSeed(1)
                .withThreads(threads);
        try (PlainLoop loop = new PlainLoop(model, training, threads)) {
            loop.epoch();
            trainer.fit(model, training);
            InTurn<Double> seconds = InTurn.of(
                    rounds, () -> trainer.fit(model, training).history().last().seconds(), () -> {
                        long start = System.nanoTime();
                        loop.epoch();
                        return (System.nanoTime() - start) / 1e9;
                    });
            out.printf(
                    Locale.US,
                    "medians of %d rounds: trainer %.3f s, plain loop %.3f s, ratio %.3f%n",
                    rounds,
                    seconds.firstMedian(Double::doubleValue),
                    seconds.secondMedian(Double::doubleValue),
                    seconds.ratio(Double::doubleValue));
            return seconds;
        }
    }
}
