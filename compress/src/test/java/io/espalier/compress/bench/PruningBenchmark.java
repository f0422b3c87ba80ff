// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import io.espalier.compress.prune.PolynomialDecay;
import io.espalier.compress.prune.Pruning;
import io.espalier.data.DatasetSplit;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One epoch of the lab's model, 54,000 digits in batches of 128, as it is and pruned, in turn: {@code PruningBenchmark [ROUNDS [THREADS
 * [FREQUENCY]]]}.
 */
public final class PruningBenchmark {
    private PruningBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        int frequency = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 100;
        DatasetSplit digits = LabEpoch.digits();
        ParametrizedModel plain = ParametrizedModel.of(LabEpoch.network(1));
        ParametrizedModel pruned = Pruning.lowMagnitude(
                        PolynomialDecay.from(0.5).to(0.8).over(0, 844).frequency(frequency))
                .apply(LabEpoch.network(1));
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .batchSize(128)
                .threads(threads);
        LabEpoch.of(trainer, plain, digits);
        LabEpoch.of(trainer, pruned, digits);
        List<Double> ratios = new ArrayList<>();
        List<Double> computing = new ArrayList<>();
        for (int round = 0; round < rounds; round++) {
            boolean plainFirst = round % 2 == 0;
            LabEpoch first = LabEpoch.of(trainer, plainFirst ? plain : pruned, digits);
            LabEpoch second = LabEpoch.of(trainer, plainFirst ? pruned : plain, digits);
            LabEpoch withoutMasks = plainFirst ? first : second;
            LabEpoch withMasks = plainFirst ? second : first;
            ratios.add(withMasks.seconds() / withoutMasks.seconds());
            computing.add(withMasks.processorSeconds() / withoutMasks.processorSeconds());
            System.out.printf(Locale.ROOT, "float %s, pruned %s%n", withoutMasks, withMasks);
        }
        System.out.printf(
                Locale.ROOT,
                "median of the rounds' ratios: time %.3f, processor time %.3f%n",
                LabEpoch.median(ratios),
                LabEpoch.median(computing));
    }
}
