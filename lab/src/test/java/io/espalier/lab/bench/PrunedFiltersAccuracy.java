// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.bench;

import io.espalier.compress.structured.FilterPruning;
import io.espalier.compress.structured.FilterRanking;
import io.espalier.data.DatasetSplit;
import io.espalier.data.ProgressListener;
import io.espalier.data.catalog.NamedDatasets;
import io.espalier.data.fetch.DatasetHome;
import io.espalier.model.FunctionalBuilder;
import io.espalier.model.FunctionalBuilder.SymbolicTensor;
import io.espalier.model.Model;
import io.espalier.model.layer.Add;
import io.espalier.model.layer.BatchNormalization;
import io.espalier.model.layer.Conv2D;
import io.espalier.model.layer.Dense;
import io.espalier.model.layer.Flatten;
import io.espalier.model.layer.MaxPooling2D;
import io.espalier.model.layer.Padding;
import io.espalier.model.layer.ReLU;
import io.espalier.model.layer.Reshape;
import io.espalier.train.Evaluator;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.util.Locale;

/** A small residual network on MNIST: whole after two epochs, without half its filters, and after one epoch more. Three seeds. */
public final class PrunedFiltersAccuracy {
    private static final SparseCategoricalCrossentropy LOSS = SparseCategoricalCrossentropy.fromLogits();

    private PrunedFiltersAccuracy() {}

    public static void main(String[] arguments) throws IOException {
        DatasetSplit mnist =
                NamedDatasets.standard().open("mnist", DatasetHome.fromEnvironment(), ProgressListener.NONE);
        for (long seed = 1; seed <= 3; seed++) {
            Model whole = trained(network(seed), mnist, 2, seed);
            System.out.printf(Locale.ROOT, "seed %d: whole %.4f%n", seed, accuracy(whole, mnist));
            for (FilterRanking ranking : FilterRanking.values()) {
                Model half = FilterPruning.of(0.5).ranking(ranking).apply(whole);
                System.out.printf(
                        Locale.ROOT,
                        "seed %d: half by %s %.4f, trained for one epoch more %.4f%n",
                        seed,
                        ranking,
                        accuracy(half, mnist),
                        accuracy(trained(half, mnist, 1, seed), mnist));
            }
        }
    }

    private static Model trained(Model model, DatasetSplit mnist, int epochs, long seed) throws IOException {
        return Trainer.of(LOSS)
                .batchSize(128)
                .epochs(epochs)
                .seed(seed)
                .fit(model, mnist.train())
                .model();
    }

    private static double accuracy(Model model, DatasetSplit mnist) throws IOException {
        try (Evaluator evaluator = Evaluator.of(model)) {
            return evaluator.evaluate(mnist.test(), LOSS).accuracy().orElseThrow();
        }
    }

    private static Model network(long seed) {
        FunctionalBuilder graph = Model.functional("residual");
        SymbolicTensor picture = graph.apply(Reshape.to(28, 28, 1), graph.input(28, 28));
        SymbolicTensor stem = normalized(graph, Conv2D.of(16, 3).strides(2).padding(Padding.SAME), picture);
        SymbolicTensor branch = normalized(graph, Conv2D.of(16, 3).padding(Padding.SAME), stem);
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
