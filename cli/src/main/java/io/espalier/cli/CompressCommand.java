// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.Dataset;
import io.espalier.data.OpenedDataset;
import io.espalier.lab.ExperimentData;
import io.espalier.lab.LabConsole;
import io.espalier.lab.LabStoppedException;
import io.espalier.lab.Report;
import io.espalier.lab.ReportTable;
import io.espalier.lab.Verdict;
import io.espalier.lab.recipe.CannedRecipes;
import io.espalier.lab.recipe.CompressionRecipe;
import io.espalier.lab.recipe.CompressionRecipeFile;
import io.espalier.lab.recipe.CompressionRun;
import io.espalier.lite.recipe.RecipeException;
import io.espalier.model.keras.KerasH5;
import io.espalier.train.ShutdownStop;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a model smaller, by a recipe. */
@Command(
        name = "compress",
        description =
                "Prunes, clusters, quantizes and distils a trained Keras model by a recipe, and compares what comes of it.")
final class CompressCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameters(paramLabel = "MODEL", description = "A .h5 file of Keras: a trained model that tells classes apart.")
    private Path model;

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "NAME|FILE",
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES}, or a .yaml file.")
    private String recipe;

    @Option(names = "--data", required = true, paramLabel = "DATA", description = DataArgument.FORMS)
    private String data;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Where all files go.")
    private Path out;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "What everything random follows from (the recipe's, or 0).")
    private @Nullable Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of training and evaluation (all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print the report as JSON instead of the table.")
    private boolean json;

    @Option(names = "--force", description = "Replace the files of an earlier run in DIR.")
    private boolean force;

    @Mixin
    private UnfinishedOptions unfinished;

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.KERAS_H5) {
            throw new UsageException(model + ": cannot be trained; compress takes a .h5 file, "
                    + "'quantize' makes a .tflite file smaller without training");
        }
        if (threads < 1) {
            throw new UsageException("--threads must be 1 or more, not " + threads);
        }
        CompressionRecipe chosen = seed == null ? read() : read().seed(seed);
        OpenedDataset opened = open();
        ExperimentData examples =
                new ExperimentData(opened.origin().name(), opened.forTraining(), opened.forEvaluation());
        Terminal terminal = Terminal.standardError();
        PrintStream results = json ? new PrintStream(OutputStream.nullOutputStream(), true) : System.out;
        LabConsole console = new LabConsole(results, terminal.err(), terminal.interactive(), terminal.transfers());
        try (ShutdownStop stop = ShutdownStop.install(PATIENCE)) {
            return run(new CompressionRun(
                    chosen,
                    new CompressionRun.Options(
                            unfinished.claim(out, force), threads, unfinished.resume(), unfinished.tensorBoard()),
                    examples,
                    opened.origin(),
                    console,
                    stop.signal()));
        }
    }

    private CompressionRecipe read() throws IOException {
        String lower = recipe.toLowerCase(Locale.ROOT);
        if (lower.endsWith(".yaml") || lower.endsWith(".yml")) {
            return CompressionRecipeFile.read(Path.of(recipe));
        }
        try {
            return CannedRecipes.named(lower);
        } catch (RecipeException e) {
            throw new UsageException(e.getMessage() + ", or a .yaml file");
        }
    }

    private OpenedDataset open() throws IOException {
        ModelShapes shapes = ModelShapes.of(KerasH5.read(model));
        OpenedDataset opened = DataArgument.open(data, shapes.pictures());
        for (Dataset part : new Dataset[] {opened.forTraining(), opened.forEvaluation()}) {
            shapes.compareClasses(part)
                    .ifPresent(remark -> Terminal.standardError().err().println("Note: " + remark));
        }
        return opened;
    }

    private int run(CompressionRun compression) throws IOException {
        Report report;
        try {
            report = compression.run(model);
        } catch (LabStoppedException e) {
            // Said here: behind the caller the process is gone.
            Terminal.standardError().err().println("espalier: " + e.getMessage());
            return ExitCode.WORK_FAILED;
        }
        System.out.println(
                json ? report.toJson() : ReportTable.of(report) + System.lineSeparator() + Verdict.of(report));
        PrintStream err = Terminal.standardError().err();
        err.println("Files are in " + out + "; recipe.yaml there makes the same again");
        err.println("Next: "
                + Espalier.suggest("inspect "
                        + out.resolve(report.variants()
                                .get(report.variants().size() - 1)
                                .name())));
        return ExitCode.DONE;
    }

    /** What may be completed. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return CannedRecipes.names().iterator();
        }
    }
}
