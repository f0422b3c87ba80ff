// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.lab.ExperimentData;
import io.espalier.lab.Report;
import io.espalier.lab.Variant;
import io.espalier.lab.recipe.CannedRecipes;
import io.espalier.lab.recipe.CompressionRecipe;
import io.espalier.lab.recipe.CompressionRun;
import io.espalier.model.keras.KerasFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains a model smaller, by a recipe. */
@Command(
        name = "compress",
        footer = {
            "compress model.h5 --recipe pcqat --data mnist -o small",
            "compress model.h5 --recipe mine.yaml --data mnist -o small --resume"
        })
final class CompressCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = InputFile.LABEL,
            description = "A model of Keras (.keras, .h5) that is trained to tell classes apart.")
    private Path model;

    @Option(
            names = "--recipe",
            required = true,
            paramLabel = "NAME|FILE",
            completionCandidates = Names.class,
            description = "${COMPLETION-CANDIDATES}, or a .yaml file.")
    private String recipe;

    @Mixin
    private DataOptions data;

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

    @Mixin
    private TrainingOptions options;

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.KERAS) {
            throw new UsageException(
                    model + ": is a .tflite file, which cannot be trained; compress takes a model of Keras,"
                            + " quantize makes this one smaller without training",
                    ShellCommand.espalier(
                            "quantize",
                            model,
                            "-o",
                            OutputFile.suggestion(model, "-dynamic.tflite"),
                            "--recipe",
                            "dynamic"));
        }
        TrainingPart.require();
        Terminal terminal = Terminal.of(spec);
        CompressionRecipe chosen = seed == null ? read() : read().seed(seed);
        int threads = options.threads();
        OpenedDataset opened = open(terminal);
        ExperimentData examples =
                new ExperimentData(opened.origin().name(), opened.forTraining(), opened.forEvaluation());
        CompressionRun.Options open =
                new CompressionRun.Options(options.claim(out), threads, options.resume(), options.tensorBoard());
        Optional<Report> report = options.run(
                terminal,
                (console, stop) ->
                        new CompressionRun(chosen, open, examples, opened.origin(), console, stop).run(model));
        if (report.isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        List<Variant> variants = report.get().variants();
        terminal.err().println("Files are in " + out + "; recipe.yaml there makes the same again");
        if (!options.json()) {
            String last = variants.get(variants.size() - 1).name();
            terminal.next(last.endsWith(".tflite") ? "inspect" : "summary", out.resolve(last));
        }
        return ExitCode.DONE;
    }

    private CompressionRecipe read() throws IOException {
        return RecipeArgument.compression(recipe, () -> new OtherCommand(model, recipe).convert(data.named()));
    }

    private OpenedDataset open(Terminal terminal) throws IOException {
        terminal.reads(model);
        ModelShapes shapes = ModelShapes.of(KerasFiles.read(model));
        OpenedDataset opened = data.open(shapes, KerasFiles.provenance(model), terminal);
        for (Dataset part : new Dataset[] {opened.forTraining(), opened.forEvaluation()}) {
            shapes.compareClasses(part).ifPresent(terminal::note);
        }
        if (!(opened instanceof DatasetSplit)) {
            terminal.note(opened.origin().name()
                    + " has no test part; accuracies are those of the examples that are trained on");
        }
        return opened;
    }

    /** What may be completed. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return CannedRecipes.names().iterator();
        }
    }
}
