// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.accuracy;

import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.compress.structured.FilterPruning;
import io.espalier.compress.structured.FilterPruning.Ranking;
import io.espalier.data.DatasetSplit;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.pooling.MaxPooling2D;
import io.espalier.model.layer.reshaping.Flatten;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Padding;
import io.espalier.train.loss.Loss;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** A small residual network on MNIST: whole after two epochs, without half its filters, and after one epoch more, for seeds from 1. */
public final class PrunedFiltersAccuracy {
    private static final Loss LOSS = SparseCategoricalCrossentropy.fromLogits();
    private static final float LEARNING_RATE = 0.001f;
    private static final double SHARE = 0.5;

    private PrunedFiltersAccuracy() {}

    /**
     * Of one seed, on test images.
     *
     * @param once of the network without half its filters, by ranking
     * @param trained of the same after one epoch more
     */
    public record Accuracies(double whole, Map<Ranking, Double> once, Map<Ranking, Double> trained) {}

    public static void run(Arguments arguments, PrintStream out) {
        DatasetSplit digits = Digits.whole();
        for (long seed = 1; seed <= arguments.number(0, 3); seed++) {
            measure(digits, seed, 2, out);
        }
    }

    /** Measures a network that was trained for so many epochs. */
    public static Accuracies measure(DatasetSplit digits, long seed, int epochs, PrintStream out) {
        Model model = trained(network(seed), digits, epochs, seed);
        double whole = Trained.accuracy(model, digits.test(), LOSS);
        out.printf(Locale.US, "seed %d: whole %.4f%n", seed, whole);
        Map<Ranking, Double> once = new EnumMap<>(Ranking.class);
        Map<Ranking, Double> trained = new EnumMap<>(Ranking.class);
        for (Ranking ranking : Ranking.values()) {
            Model half = FilterPruning.of(SHARE).withRanking(ranking).apply(model);
            once.put(ranking, Trained.accuracy(half, digits.test(), LOSS));
            trained.put(ranking, Trained.accuracy(trained(half, digits, 1, seed), digits.test(), LOSS));
            out.printf(
                    Locale.US,
                    "seed %d: half by %s %.4f, trained for one epoch more %.4f%n",
                    seed,
                    ranking,
                    once.get(ranking),
                    trained.get(ranking));
        }
        return new Accuracies(whole, once, trained);
    }

    private static Model trained(Model model, DatasetSplit digits, int epochs, long seed) {
        return Trained.with(LOSS, LEARNING_RATE, seed)
                .withEpochs(epochs)
                .fit(model, digits.train())
                .model();
    }

    private static Model network(long seed) {
        FunctionalBuilder graph = Model.functional("residual");
        SymbolicTensor picture = graph.apply(Reshape.to(28, 28, 1), graph.input(28, 28));
        SymbolicTensor stem = normalized(graph, Conv2D.of(16, 3).withStrides(2).withPadding(Padding.SAME), picture);
        SymbolicTensor branch = normalized(graph, Conv2D.of(16, 3).withPadding(Padding.SAME), stem);
        SymbolicTensor sum = graph.apply(new Add(), stem, branch);
        SymbolicTensor row = graph.apply(new Flatten(), graph.apply(MaxPooling2D.of(2), sum));
        return graph.build(seed, graph.apply(Dense.of(10), row));
    }

    private static SymbolicTensor normalized(FunctionalBuilder graph, Conv2D convolution, SymbolicTensor input) {
        SymbolicTensor normalized =
                graph.apply(BatchNormalization.defaults(), graph.apply(convolution.withoutBias(), input));
        return graph.apply(ReLU.unbounded(), normalized);
    }
}
