// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import io.espalier.compress.quantize.QuantizationAware;
import io.espalier.data.DatasetSplit;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One epoch of the lab's model, 54,000 digits in batches of 128, as it is and quantization-aware, in turn: {@code QuantizationBenchmark [ROUNDS
 * [THREADS]]}.
 */
public final class QuantizationBenchmark {
    private QuantizationBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        DatasetSplit digits = LabEpoch.digits();
        ParametrizedModel plain = ParametrizedModel.of(LabEpoch.network(1));
        ParametrizedModel aware = QuantizationAware.int8().apply(LabEpoch.network(1));
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .batchSize(128)
                .threads(threads);
        List<Double> ratios = new ArrayList<>();
        List<Double> computing = new ArrayList<>();
        LabEpoch.of(trainer, plain, digits);
        LabEpoch.of(trainer, aware, digits);
        for (int round = 0; round < rounds; round++) {
            LabEpoch before = LabEpoch.of(trainer, plain, digits);
            LabEpoch epoch = LabEpoch.of(trainer, aware, digits);
            LabEpoch after = LabEpoch.of(trainer, plain, digits);
            ratios.add(2 * epoch.seconds() / (before.seconds() + after.seconds()));
            computing.add(2 * epoch.processorSeconds() / (before.processorSeconds() + after.processorSeconds()));
            System.out.printf(Locale.ROOT, "float %s, quantization-aware %s, float %s%n", before, epoch, after);
        }
        System.out.printf(
                Locale.ROOT,
                "median over float: time %.3f, processor time %.3f%n",
                LabEpoch.median(ratios),
                LabEpoch.median(computing));
    }
}
