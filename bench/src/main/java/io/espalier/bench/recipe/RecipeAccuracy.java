// SPDX-License-Identifier: Apache-2.0
package io.espalier.bench.recipe;

import io.espalier.base.ProgressListener;
import io.espalier.bench.Arguments;
import io.espalier.data.Dataset;
import io.espalier.data.Metric;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.data.Tasks;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.run.CompressionRun;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.ReadOptions;
import io.espalier.model.format.ModelSource;
import io.espalier.model.keras.KerasFormat;
import io.espalier.train.StopSignal;
import io.espalier.train.Trainer;
import io.espalier.train.optimizer.Adam;
import io.espalier.train.task.ModelOutput;
import io.espalier.train.task.TaskLoss;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The recipes that are part of Espalier on a network of each kind: the metric of the task of the trained network, of the {@code .h5} file that the
 * recipe makes of it, and of its .tflite file.
 */
public final class RecipeAccuracy {
    private static final int TEST_EXAMPLES = 2000;
    private static final float LEARNING_RATE = 0.005f;
    private static final int BATCH_SIZE = 32;
    private static final long SEED = 1;

    private final Dataset train;
    private final Dataset test;
    private final Model trained;

    private RecipeAccuracy(SmallNetwork network, int examples, int epochs) {
        Model untrained = network.build();
        this.train = Patterns.of(untrained, examples, 1);
        this.test = Patterns.of(untrained, TEST_EXAMPLES, 2);
        Tasks tasks = Tasks.of(ModelOutput.all(untrained, Optional.empty()), Tasks.Choices.NONE, train);
        this.trained = Trainer.of(TaskLoss.of(tasks))
                .withOptimizer(Adam.of(LEARNING_RATE))
                .withBatchSize(BATCH_SIZE)
                .withEpochs(epochs)
                .withThreads(1)
                .withSeed(SEED)
                .fit(untrained, tasks.labelled(train))
                .model();
    }

    /**
     * What came of one output.
     *
     * @param output its name; empty if there is only one
     * @param whole of the trained network
     * @param layers of the {@code .h5} file
     * @param lite of the .tflite file
     */
    public record Scores(
            SmallNetwork network,
            String recipe,
            String output,
            Metric metric,
            double whole,
            double layers,
            double lite) {
        /** How far the .tflite file is from its {@code .h5} file, in hundredths; labels that are numbers are 1 from their mean on average. */
        public double pointsApart() {
            return 100 * Math.abs(lite - layers);
        }

        private String line() {
            return String.format(
                    Locale.US,
                    "%-22s %-13s %-8s  network %.4f, .h5 %.4f, .tflite %.4f: %.2f points apart",
                    output.isEmpty() ? network : network + "/" + output,
                    recipe,
                    metric.key(),
                    whole,
                    layers,
                    lite,
                    pointsApart());
        }
    }

    public static void run(Arguments arguments, PrintStream out) throws IOException {
        int examples = arguments.number(0, 16_384);
        int epochs = arguments.number(1, 5);
        List<Scores> all = new ArrayList<>();
        for (SmallNetwork network : SmallNetwork.values()) {
            all.addAll(measure(network, CompressionRecipe.names(), examples, epochs, out));
        }
        Scores farthest = all.stream()
                .max(Comparator.comparingDouble(Scores::pointsApart))
                .orElseThrow();
        out.printf(Locale.US, "farthest apart: %s%n", farthest.line());
    }

    /** Trains a network for so many epochs, and measures it and what recipes make of it. */
    public static List<Scores> measure(
            SmallNetwork network, List<String> recipes, int examples, int epochs, PrintStream out) throws IOException {
        RecipeAccuracy measured = new RecipeAccuracy(network, examples, epochs);
        List<Scores> all = new ArrayList<>();
        for (String recipe : recipes) {
            List<Scores> found = measured.scores(network, recipe);
            found.forEach(scores -> out.println(scores.line()));
            all.addAll(found);
        }
        return all;
    }

    private List<Scores> scores(SmallNetwork network, String recipe) throws IOException {
        Report report = report(recipe);
        List<Variant> variants = report.variants();
        Map<String, Report.Purpose> outputs = report.task().outputs();
        return (outputs.isEmpty() ? Map.of("", report.task()) : outputs)
                .entrySet().stream()
                        .map(output -> {
                            Metric metric =
                                    Metric.named(output.getValue().metric()).orElseThrow();
                            return new Scores(
                                    network,
                                    recipe,
                                    output.getKey(),
                                    metric,
                                    variants.get(0).score(output.getKey(), metric),
                                    variants.get(1).score(output.getKey(), metric),
                                    variants.get(2).score(output.getKey(), metric));
                        })
                        .toList();
    }

    private Report report(String recipe) throws IOException {
        Path folder = Files.createTempDirectory("recipe");
        try {
            Path file = folder.resolve("network.h5");
            KerasFormat.H5.write(trained, null, file);
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
            CompressionRun run = new CompressionRun(
                    CompressionRecipe.named(recipe),
                    new CompressionRun.Options(folder, 1, false, false),
                    new ExperimentData(train.name(), train, test),
                    new Origin(train.name(), "made for this", Map.of()),
                    new ExperimentConsole(nowhere, nowhere, false, ProgressListener.NONE),
                    new StopSignal());
            try (ModelSource source = ModelSource.open(file)) {
                return run.run(
                        source,
                        KerasFormat.H5
                                .read(source, ReadOptions.NONE)
                                .as(Model.class)
                                .orElseThrow());
            }
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
