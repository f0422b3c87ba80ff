// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.Networks;
import io.espalier.compress.cluster.CentroidInitialization;
import io.espalier.compress.cluster.Clustering;
import io.espalier.compress.prune.Pruning;
import io.espalier.data.DatasetSplit;
import io.espalier.model.Model;
import io.espalier.train.Trainer;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The lab's network after one epoch, and then clustered: accuracy on test images at once and after one more epoch, for seeds from 1. */
public final class ClusteringAccuracy {
    private static final Loss LOSS = SparseCategoricalCrossentropy.fromProbabilities();
    private static final float CAREFUL = 0.0005f;
    private static final double PRUNED = 0.7;

    private ClusteringAccuracy() {}

    /**
     * Of one form.
     *
     * @param once right after the weights were clustered
     * @param trained after one more epoch
     */
    public record Accuracies(double once, double trained) {}

    public static void run(Arguments arguments, PrintStream out) {
        DatasetSplit mnist = Digits.whole();
        DatasetSplit digits = new DatasetSplit(Digits.training(), mnist.test(), mnist.origin());
        for (long seed = 1; seed <= arguments.number(0, 3); seed++) {
            out.println("seed " + seed);
            measure(digits, seed, List.of(16, 8, 4), out);
        }
    }

    /** Measures these numbers of clusters a layer with every initialization; the first number on a pruned network too. */
    public static Map<String, Accuracies> measure(
            DatasetSplit digits, long seed, List<Integer> clusters, PrintStream out) {
        Model model = Trained.with(LOSS, Trained.LEARNING_RATE, seed)
                .fit(Networks.lab(seed), digits.train())
                .model();
        Trainer careful = Trained.with(LOSS, CAREFUL, seed);
        Map<String, Accuracies> all = new LinkedHashMap<>();
        Model second = careful.fit(model, digits.train()).model();
        all.put("not clustered", print(out, "not clustered", digits, model, second));
        for (int number : clusters) {
            for (CentroidInitialization initialization : CentroidInitialization.values()) {
                Clustering clustering = Clustering.of(number).withInitialization(initialization);
                String name = number + " " + initialization;
                all.put(name, clustered(out, name, digits, clustering, model, careful));
            }
        }
        Model pruned = Pruning.oneShot(PRUNED).apply(model);
        String name = clusters.get(0) + " of " + PRUNED + " zeros";
        all.put(name, clustered(out, name, digits, Clustering.of(clusters.get(0)), pruned, careful));
        return all;
    }

    private static Accuracies clustered(
            PrintStream out, String name, DatasetSplit digits, Clustering clustering, Model model, Trainer careful) {
        Model trained =
                careful.fit(clustering.apply(model), digits.train()).model().strip();
        return print(out, name, digits, clustering.once(model), trained);
    }

    private static Accuracies print(PrintStream out, String name, DatasetSplit digits, Model once, Model trained) {
        Accuracies accuracies = new Accuracies(
                Trained.accuracy(once, digits.test(), LOSS), Trained.accuracy(trained, digits.test(), LOSS));
        out.printf(
                Locale.US,
                "  %s: without retraining %.4f, after one more epoch %.4f%n",
                name,
                accuracies.once(),
                accuracies.trained());
        return accuracies;
    }
}
