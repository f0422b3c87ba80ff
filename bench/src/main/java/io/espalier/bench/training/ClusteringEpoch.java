// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.training;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.InTurn;
import io.espalier.bench.Networks;
import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.prune.Pruning;
import io.espalier.data.Dataset;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.parametrize.ParametrizedModel;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** One epoch of the lab's network in batches of 128, clustered in several ways, each in turn with one of the network as it is. */
public final class ClusteringEpoch {
    private ClusteringEpoch() {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int rounds = arguments.number(0, 9);
        measure(Digits.training(), rounds, arguments.number(1, 2), arguments.number(2, 16), out);
    }

    /** Measures each way; the clustered network comes first, the other second. */
    public static Map<String, InTurn<EpochTime>> measure(
            Dataset training, int rounds, int threads, int clusters, PrintStream out) throws IOException {
        ParametrizedModel plain = ParametrizedModel.of(Networks.lab(1));
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .withBatchSize(128)
                .withThreads(threads);
        EpochTime.of(trainer, plain, training);
        Map<String, InTurn<EpochTime>> all = new LinkedHashMap<>();
        for (Map.Entry<String, ParametrizedModel> way : ways(clusters).entrySet()) {
            ParametrizedModel clustered = way.getValue();
            EpochTime.of(trainer, clustered, training);
            InTurn<EpochTime> epochs = InTurn.of(
                    rounds,
                    () -> EpochTime.of(trainer, clustered, training),
                    () -> EpochTime.of(trainer, plain, training));
            out.printf(
                    Locale.US,
                    "%s: medians of the ratios of %d rounds, clustered over float: time %.3f, processor time %.3f%n",
                    way.getKey(),
                    rounds,
                    epochs.ratio(EpochTime::seconds),
                    epochs.ratio(EpochTime::processorSeconds));
            all.put(way.getKey(), epochs);
        }
        return all;
    }

    private static Map<String, ParametrizedModel> ways(int clusters) {
        Clustering clustering = Clustering.of(clusters);
        Map<String, ParametrizedModel> ways = new LinkedHashMap<>();
        ways.put("clustered", clustering.apply(Networks.lab(1)));
        ways.put("gradients averaged", clustering.withAveragedGradients().apply(Networks.lab(1)));
        ways.put(
                "half of the weights zero",
                clustering.apply(Pruning.oneShot(0.5).apply(Networks.lab(1))));
        ways.put("8 a channel", Clustering.of(8).withCentroidsPerChannel().apply(Networks.lab(1)));
        return ways;
    }
}
