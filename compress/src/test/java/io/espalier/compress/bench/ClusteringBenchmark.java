// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.prune.Pruning;
import io.espalier.data.DatasetSplit;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.GradientAggregation;
import io.espalier.train.parametrize.ParametrizedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One epoch of the lab's model, 54,000 digits in batches of 128, as it is and clustered in several ways, in turn: {@code ClusteringBenchmark
 * [ROUNDS [THREADS [CLUSTERS]]]}.
 */
public final class ClusteringBenchmark {
    private ClusteringBenchmark() {}

    public static void main(String[] arguments) {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
        int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2;
        int clusters = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 16;
        DatasetSplit digits = LabEpoch.digits();
        Clustering clustering = Clustering.of(clusters);
        Map<String, ParametrizedModel> models = new LinkedHashMap<>();
        models.put("clustered", clustering.apply(LabEpoch.network(1)));
        models.put(
                "averaged", clustering.aggregation(GradientAggregation.AVERAGE).apply(LabEpoch.network(1)));
        models.put("half zero", clustering.apply(Pruning.oneShot(0.5).apply(LabEpoch.network(1))));
        models.put("8 a channel", Clustering.of(8).perChannel().apply(LabEpoch.network(1)));
        ParametrizedModel plain = ParametrizedModel.of(LabEpoch.network(1));
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .batchSize(128)
                .threads(threads);
        LabEpoch.of(trainer, plain, digits);
        models.forEach((name, model) -> {
            List<Double> ratios = new ArrayList<>();
            List<Double> computing = new ArrayList<>();
            LabEpoch.of(trainer, model, digits);
            for (int round = 0; round < rounds; round++) {
                LabEpoch before = LabEpoch.of(trainer, plain, digits);
                LabEpoch epoch = LabEpoch.of(trainer, model, digits);
                LabEpoch after = LabEpoch.of(trainer, plain, digits);
                ratios.add(2 * epoch.seconds() / (before.seconds() + after.seconds()));
                computing.add(2 * epoch.processorSeconds() / (before.processorSeconds() + after.processorSeconds()));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s: median over float, of %d rounds: time %.3f, processor time %.3f%n",
                    name,
                    rounds,
                    LabEpoch.median(ratios),
                    LabEpoch.median(computing));
        });
    }
}
