// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.JsonTree;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.data.OpenedDataset.Origin;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.ExperimentData;
import io.espalier.experiment.recipe.CompressionRecipe;
import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.run.CompressionRun;
import io.espalier.experiment.run.CompressionRun.DryRun;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Trains a model smaller, by a recipe. */
final class CompressCommand extends Subcommand {
    private final RunNotes run = new RunNotes(spec());
    private final Argument<Path> model = arguments()
            .parameter(
                    Path.class,
                    InputModel.LABEL,
                    "A trained model of layers, a .keras or .h5 file or the folder of a TensorFlow.js model.");
    private final Argument<String> recipe = arguments()
            .option(
                    String.class,
                    Arguments.named("--recipe", "NAME|FILE", "${COMPLETION-CANDIDATES}, or a .yaml file.")
                            .completionCandidates(CompressionRecipe.names())
                            .required(true));
    private final DataOptions data = new DataOptions(arguments(), DataArgument.LABELLED_FORMS);
    private final TaskOptions task = new TaskOptions(arguments());
    private final Argument<Path> out = arguments()
            .option(
                    Path.class,
                    Arguments.named("-o", OutputFile.FOLDER_LABEL, "Output folder.")
                            .names("-o", "--output")
                            .required(true));
    private final Argument<Long> seed = arguments()
            .option(Long.class, Arguments.named("--seed", "N", "Random seed (default: the recipe's seed, or 0)."));
    private final Argument<Boolean> dryRun = arguments()
            .flag(
                    "--dry-run",
                    "Say what would be done (steps, layers, files, time), and write nothing. Trains a few steps to tell the time.");
    private final TrainingOptions options = new TrainingOptions(arguments());

    CompressCommand() {
        super(
                "compress model.h5 --recipe pcqat --data mnist -o small",
                "compress model.h5 --recipe pcqat --data mnist -o small --dry-run",
                "compress model.h5 --recipe mine.yaml --data mnist -o small --resume");
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = terminal();
        try (InputModel file = InputModel.open(model.get())) {
            if (!file.is(Model.class)) {
                throw new UsageException(
                        model.get() + (file.isTflite() ? ": a .tflite file" : ": a graph of operators without layers")
                                + " cannot be trained; compress takes a model of layers,"
                                + " quantize makes a float graph smaller without training",
                        OtherCommand.quantize(file).orElse(null));
            }
            TrainingPart.require();
            CompressionRecipe named = read().withChoices(task.choices());
            CompressionRecipe chosen = seed.orNull() == null ? named : named.withSeed(seed.orNull());
            int threads = options.threads();
            terminal.reads(model.get());
            return compress(file, file.read(Model.class), chosen, threads, terminal);
        }
    }

    private int compress(
            InputModel file, StoredModel<Model> stored, CompressionRecipe chosen, int threads, Terminal terminal)
            throws IOException {
        stored.notes().forEach(note -> terminal.note(file.path() + ": " + note));
        if (!file.holdsWeights()) {
            terminal.note(KerasInput.withoutWeights(file.path()));
        }
        OpenedDataset opened = open(stored, terminal);
        ExperimentData examples =
                new ExperimentData(opened.origin().name(), opened.forTraining(), opened.forEvaluation());
        if (dryRun.get()) {
            return plan(file, stored, chosen, examples, opened.origin(), terminal);
        }
        CompressionRun.Options open =
                new CompressionRun.Options(options.claim(out.get()), threads, options.resume(), options.tensorBoard());
        Optional<Report> report = options.run(terminal, (console, stop) -> {
            CompressionRun compression = new CompressionRun(chosen, open, examples, opened.origin(), console, stop);
            run.recipe(compression.recipe());
            return compression.run(file.source(), stored);
        });
        if (report.isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        run.readModel(file.path(), file.size(), file.asParent());
        for (String teacher : chosen.teachers()) {
            run.read("teacher", Path.of(teacher));
        }
        run.seed(chosen.seed());
        run.writeReport(out.get(), report.get(), chosen.resolved(1).fileNames(), terminal);
        terminal.err().println("Output files: " + out.get() + "; its recipe.yaml reproduces them");
        if (!options.json()) {
            next(report.get())
                    .ifPresent(name -> terminal.next(
                            name.endsWith(".tflite") ? "inspect" : "summary",
                            out.get().resolve(name)));
        }
        return ExitCode.DONE;
    }

    private int plan(
            InputModel file,
            StoredModel<Model> stored,
            CompressionRecipe chosen,
            ExperimentData examples,
            Origin origin,
            Terminal terminal)
            throws IOException {
        CompressionRun.Options open =
                new CompressionRun.Options(options.examine(out.get()), options.threads(), false, false);
        ExperimentConsole console =
                new ExperimentConsole(terminal.err(), terminal.err(), terminal.interactive(), terminal.transfers());
        DryRun planned = new CompressionRun(chosen, open, examples, origin, console, new StopSignal())
                .plan(file.source(), stored);
        CompressionPlanText text = new CompressionPlanText(file.path(), out.get(), planned);
        out().println(options.json() ? JsonTree.indented(text.toJson()) : terminal.fit(text.toText()));
        return ExitCode.DONE;
    }

    /** The file to look at next: the recommended one, or the last if there is none to recommend. */
    private static Optional<String> next(Report report) {
        List<Variant> variants = report.variants();
        return report.verdict().isEmpty()
                ? Optional.of(variants.get(variants.size() - 1).name())
                : report.recommended().map(Variant::name);
    }

    private CompressionRecipe read() throws IOException {
        OtherCommand other = new OtherCommand(model.get(), recipe.get(), Optional.of(data.named()));
        return RecipeArgument.compression(recipe.get(), other::convert, other::search);
    }

    private OpenedDataset open(StoredModel<Model> stored, Terminal terminal) {
        ModelShapes shapes = ModelShapes.of(stored.content());
        OpenedDataset opened = data.open(shapes, stored.provenance(), terminal);
        Stream.of(opened.forTraining(), opened.forEvaluation()).forEach(examples -> {
            ModelShapes.requireLabels(examples);
            shapes.requireInput(model.get().toString(), examples);
        });
        if (!(opened instanceof DatasetSplit)) {
            terminal.note(opened.origin().name() + " has no test set; files are measured on the training examples");
        }
        return opened;
    }
}
