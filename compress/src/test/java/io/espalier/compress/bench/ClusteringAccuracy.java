// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.bench;

import io.espalier.compress.cluster.CentroidInitialization;
import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.prune.Pruning;
import io.espalier.data.DatasetSplit;
import io.espalier.model.Model;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import io.espalier.train.optimizer.Adam;
import java.util.List;
import java.util.Locale;

/**
 * The lab's model, trained for one epoch, and then clustered: its accuracy on the 10,000 test digits at once and after one more epoch, for seeds
 * 1, 2 and 3.
 */
public final class ClusteringAccuracy {
    private final DatasetSplit digits = LabEpoch.digits();

    private ClusteringAccuracy() {}

    public static void main(String[] arguments) {
        ClusteringAccuracy measured = new ClusteringAccuracy();
        for (long seed : List.of(1L, 2L, 3L)) {
            measured.print(seed);
        }
    }

    private void print(long seed) {
        Trainer trainer = Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                .batchSize(128)
                .seed(seed);
        Model model = fitted(trainer.optimizer(Adam.of(0.002f)), LabEpoch.network(seed));
        Trainer careful = trainer.optimizer(Adam.of(0.0005f));
        System.out.printf(
                Locale.ROOT,
                "seed %d: %.4f, a second epoch %.4f%n",
                seed,
                accuracy(model),
                accuracy(fitted(careful, model)));
        for (int clusters : List.of(16, 8, 4)) {
            for (CentroidInitialization initialization : CentroidInitialization.values()) {
                print(
                        clusters + " " + initialization,
                        Clustering.of(clusters).initialization(initialization),
                        model,
                        careful);
            }
        }
        print("16 of 0.7 zeros", Clustering.of(16), Pruning.oneShot(0.7).apply(model), careful);
    }

    private void print(String name, Clustering clustering, Model model, Trainer careful) {
        Model trained = careful.fit(clustering.apply(model), digits.train().slice(0, 54_000))
                .model()
                .strip();
        System.out.printf(
                Locale.ROOT,
                "  %s: at once %.4f, trained %.4f%n",
                name,
                accuracy(clustering.once(model)),
                accuracy(trained));
    }

    private Model fitted(Trainer trainer, Model model) {
        return trainer.fit(model, digits.train().slice(0, 54_000)).model();
    }

    private double accuracy(Model model) {
        try (Evaluator evaluator = Evaluator.of(model, 2)) {
            return evaluator
                    .evaluate(digits.test(), SparseCategoricalCrossentropy.fromProbabilities())
                    .accuracy()
                    .orElseThrow();
        }
    }
}
