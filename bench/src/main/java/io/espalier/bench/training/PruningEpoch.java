// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.training;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.InTurn;
import io.espalier.bench.Networks;
import io.espalier.compress.prune.PolynomialDecay;
import io.espalier.compress.prune.Pruning;
import io.espalier.data.Dataset;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** One epoch of the lab's network in batches of 128, pruned while it is trained and as it is, in turn. */
public final class PruningEpoch {
    private static final int LAST_STEP = 844;

    private PruningEpoch() {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int rounds = arguments.number(0, 9);
        measure(Digits.training(), rounds, arguments.number(1, 2), arguments.number(2, 100), out);
    }

    /**
     * Measures; the pruned network comes first, the other second.
     *
     * @param frequency after how many steps masks are made anew
     */
    public static InTurn<EpochTime> measure(Dataset training, int rounds, int threads, int frequency, PrintStream out)
            throws IOException {
        ParametrizedModel plain = ParametrizedModel.of(Networks.lab(1));
        ParametrizedModel pruned = Pruning.lowMagnitude(
                        PolynomialDecay.from(0.5).to(0.8).over(0, LAST_STEP).withFrequency(frequency))
                .apply(Networks.lab(1));
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .withBatchSize(128)
                .withThreads(threads);
        EpochTime.of(trainer, plain, training);
        EpochTime.of(trainer, pruned, training);
        InTurn<EpochTime> epochs = InTurn.of(
                rounds, () -> EpochTime.of(trainer, pruned, training), () -> EpochTime.of(trainer, plain, training));
        for (int round = 0; round < rounds; round++) {
            out.println("pruned " + epochs.first().get(round) + ", float "
                    + epochs.second().get(round));
        }
        out.printf(
                Locale.US,
                "medians of the rounds' ratios, pruned over float: time %.3f, processor time %.3f%n",
                epochs.ratio(EpochTime::seconds),
                epochs.ratio(EpochTime::processorSeconds));
        return epochs;
    }
}
