// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.recipe;

import io.espalier.base.ProgressListener;
import io.espalier.bench.Arguments;
import io.espalier.bench.Digits;
import io.espalier.bench.Networks;
import io.espalier.data.DatasetSplit;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.ModelFormats;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.run.CompressionRun;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.search.run.RecipeSearch;
import io.espalier.search.run.SearchReport;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.loss.SparseCategoricalCrossentropy;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A grid of recipes (prune, cluster, quantization-aware training) on the MNIST lab's network: as one search, which trains what recipes share once, against
 * each recipe as a search of its own, and against each as a run of {@code compress}, which measures more.
 */
public final class SearchTree {
    private static final PrintStream NOWHERE =
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    private static final ExperimentConsole QUIET =
            new ExperimentConsole(NOWHERE, NOWHERE, false, ProgressListener.NONE);
    private static final double NANOS_PER_SECOND = 1e9;

    private final Path folder;
    private final Path model;
    private final DatasetSplit digits;

    private SearchTree(Path folder, int examples) throws IOException {
        this.folder = folder;
        this.digits = Digits.few(examples);
        this.model = folder.resolve("model.h5");
        KerasFormat.H5.write(
                Trainer.of(SparseCategoricalCrossentropy.fromProbabilities())
                        .withEpochs(2)
                        .withThreads(1)
                        .fit(Networks.lab(1), digits.train())
                        .model(),
                null,
                model);
    }

    /**
     * What was measured.
     *
     * @param recipes how many there are
     * @param same how many of them gave the same bytes in all three ways
     * @param shared seconds of the search
     * @param alone seconds of all recipes as searches of their own
     * @param compressed seconds of all recipes as runs of compress
     */
    public record Times(int recipes, int same, double shared, double alone, double compressed) {}

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int examples = arguments.number(0, 1000);
        int epochs = arguments.number(1, 2);
        Times times = measure("[0.5, 0.7, 0.8, 0.9]", "[8, 16, 32]", "[8, 6, 4]", examples, epochs);
        out.printf(
                Locale.US,
                "%d recipes: one search %.1f s; each as a search %.1f s, ratio %.2f; each with compress %.1f s, ratio %.2f;"
                        + " same bytes %d of %d%n",
                times.recipes(),
                times.shared(),
                times.alone(),
                times.shared() / times.alone(),
                times.compressed(),
                times.shared() / times.compressed(),
                times.same(),
                times.recipes());
    }

    /**
     * Measures a grid.
     *
     * @param epochs of pruning; the other steps train for one
     */
    public static Times measure(String prune, String cluster, String bits, int examples, int epochs)
            throws IOException {
        Path folder = Files.createTempDirectory("search-tree");
        try {
            return new SearchTree(folder, examples).times("""
                    batch_size: 64
                    validation_split: 0.1
                    steps:
                      - prune: %s
                        train: {epochs: %d}
                      - cluster: %s
                      - quantize_aware: {choose: %s}
                      - quantize: int8
                    """.formatted(prune, epochs, cluster, bits));
        } finally {
            delete(folder);
        }
    }

    private Times times(String space) throws IOException {
        long start = System.nanoTime();
        SearchReport shared = search(space, "shared");
        double one = secondsSince(start);
        double alone = 0;
        double compressed = 0;
        int same = 0;
        for (SearchReport.Entry entry : shared.entries()) {
            Map<String, String> chosen = entry.settings();
            String recipe = space.lines()
                    .map(line -> line.replaceFirst("prune: .*", "prune: " + chosen.get("prune"))
                            .replaceFirst("cluster: .*", "cluster: " + chosen.get("cluster"))
                            .replaceFirst("quantize_aware: .*", "quantize_aware: " + chosen.get("quantize_aware")))
                    .reduce("", (text, line) -> text + line + "\n");
            start = System.nanoTime();
            SearchReport single = search(recipe, "alone-" + entry.id());
            alone += secondsSince(start);
            start = System.nanoTime();
            String sha256 = compress(recipe, "compressed-" + entry.id());
            compressed += secondsSince(start);
            boolean isSame = entry.sha256().equals(sha256)
                    && entry.sha256().equals(single.entries().get(0).sha256());
            same += isSame ? 1 : 0;
        }
        return new Times(shared.entries().size(), same, one, alone, compressed);
    }

    private SearchReport search(String space, String name) throws IOException {
        try (ModelSource file = ModelSource.open(model)) {
            return RecipeSearch.parse(space, "small")
                    .withThreads(1)
                    .run(
                            file,
                            read(file),
                            () -> digits,
                            Files.createDirectory(folder.resolve(name)),
                            false,
                            QUIET,
                            new StopSignal());
        }
    }

    private String compress(String recipe, String name) throws IOException {
        CompressionRun run = new CompressionRun(
                CompressionRecipe.parse(recipe, "small"),
                new CompressionRun.Options(Files.createDirectory(folder.resolve(name)), 1, false, false),
                new ExperimentData(digits.origin().name(), digits.train(), digits.test()),
                digits.origin(),
                QUIET,
                new StopSignal());
        try (ModelSource file = ModelSource.open(model)) {
            return run.run(file, read(file)).variants().get(1).sha256();
        }
    }

    private static StoredModel<Model> read(ModelSource file) throws IOException {
        return ModelFormats.of(file)
                .orElseThrow()
                .read(file, ReadOptions.NONE)
                .as(Model.class)
                .orElseThrow();
    }

    private static double secondsSince(long start) {
        return (System.nanoTime() - start) / NANOS_PER_SECOND;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> files = all.sorted(Comparator.reverseOrder()).toList();
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
