// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.RecipeException;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.experiment.ExperimentConsole;
import io.espalier.experiment.runs.RunFile.Output;
import io.espalier.experiment.runs.RunInputs;
import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import io.espalier.search.run.RecipeSearch;
import io.espalier.search.run.SearchPlan;
import io.espalier.search.run.SearchReport;
import io.espalier.train.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Looks for the best recipe of a space. */
final class SearchCommand extends Subcommand {
    private final RunNotes run = new RunNotes(spec());
    private final Argument<Path> space = arguments()
            .parameter(
                    Path.class,
                    "SPACE.yaml",
                    "A recipe for compress in which keys have several values: prune: [0.5, 0.8]. See docs/search.md.");
    private final Argument<Path> model = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                                    "--model",
                                    InputModel.LABEL,
                                    "A trained model of layers, a .keras or .h5 file or the folder of a TensorFlow.js model.")
                            .required(true));
    private final DataOptions data = new DataOptions(arguments(), DataArgument.LABELLED_FORMS);
    private final TaskOptions task = new TaskOptions(arguments());
    private final SearchOptions options = new SearchOptions(arguments());

    SearchCommand() {
        super(
                "search space.yaml --model model.h5 --data mnist -o found",
                "search space.yaml --model model.h5 --data mnist -o found --dry-run",
                "search space.yaml --model model.h5 --data mnist -o found --sampler random --trials 20",
                "search space.yaml --model model.h5 --data mnist -o /shared/found --spark spark://host:7077");
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = terminal();
        requireSpace();
        RecipeSearch search = options.set(RecipeSearch.read(space.get())).withChoices(task.choices());
        Optional<Integer> elsewhere = options.dryRun()
                ? Optional.empty()
                : options.runElsewhere(
                        spec().root().commandLine().getParseResult().originalArgs());
        if (elsewhere.isPresent()) {
            return elsewhere.get();
        }
        try (InputModel file = InputModel.open(model.get())) {
            if (!file.is(Model.class)) {
                throw new UsageException(
                        model.get() + (file.isTflite() ? ": a .tflite file" : ": a graph of operators without layers")
                                + " cannot be trained; search takes a model of layers",
                        OtherCommand.quantize(file).orElse(null));
            }
            TrainingPart.require();
            terminal.reads(model.get());
            StoredModel<Model> stored = file.read(Model.class);
            stored.notes().forEach(note -> terminal.note(file.path() + ": " + note));
            OpenedDataset opened = open(stored, terminal);
            return options.dryRun()
                    ? plan(search, file, stored, opened, terminal)
                    : search(search, file, stored, opened, terminal);
        }
    }

    private void requireSpace() throws IOException {
        try {
            RecipeKind.requireNoQuantization(space.get());
        } catch (RecipeException e) {
            OtherCommand other = new OtherCommand(model.get(), space.get().toString(), Optional.of(data.named()));
            throw new UsageException(
                    String.valueOf(e.getMessage()), other.convert().orElse(null));
        }
    }

    private int search(
            RecipeSearch search, InputModel file, StoredModel<Model> stored, OpenedDataset opened, Terminal terminal)
            throws IOException {
        Path folder = options.claim();
        Optional<SearchReport> found = options.run(
                search,
                terminal,
                (where, console, stop) ->
                        where.run(file.source(), stored, () -> opened, folder, options.resume(), console, stop));
        if (found.isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        SearchReport report = found.get();
        if (options.json()) {
            out().println(report.toJson());
        } else {
            out().println(text(report, terminal));
        }
        for (String teacher : search.teachers()) {
            run.read("teacher", Path.of(teacher));
        }
        List<Output> outputs = new ArrayList<>();
        List<String> written = new ArrayList<>(List.of(SearchReport.FILE_NAME, SearchReport.PAGE_NAME));
        if (report.chosen().isPresent()) {
            written.addAll(List.of(SearchReport.RECIPE_NAME, report.fileName()));
        }
        for (String name : written) {
            if (name.equals(SearchReport.FILE_NAME) || (name.equals(SearchReport.PAGE_NAME) && hasLatencies(report))) {
                continue; // it holds times, so that no run makes the same again
            }
            outputs.add(RunInputs.written(
                    folder.toAbsolutePath(), folder.toAbsolutePath().resolve(name)));
        }
        run.writeInto(folder, outputs, terminal);
        terminal.err().println("Output files: " + folder + ": " + String.join(", ", written));
        if (report.chosen().isEmpty()) {
            return ExitCode.WORK_FAILED;
        }
        if (!options.json()) {
            terminal.next("inspect", folder.resolve(report.fileName()));
        }
        return ExitCode.DONE;
    }

    private int plan(
            RecipeSearch search, InputModel file, StoredModel<Model> stored, OpenedDataset opened, Terminal terminal)
            throws IOException {
        Path folder = options.examine();
        ExperimentConsole console =
                new ExperimentConsole(terminal.err(), terminal.err(), terminal.interactive(), terminal.transfers());
        SearchPlan plan = search.plan(file.source(), stored, () -> opened, folder, console, new StopSignal());
        out().println(options.json() ? SearchPlanText.json(plan) : SearchPlanText.of(plan));
        return ExitCode.DONE;
    }

    private static boolean hasLatencies(SearchReport report) {
        return report.baseline().selection().containsKey("latency");
    }

    /** The table of a report, and what it says of the choice. */
    static String text(SearchReport report, Terminal terminal) {
        List<List<String>> rows = report.table();
        List<String> titles = rows.get(0);
        return new FigureTable(titles, rows.subList(1, rows.size()), List.of("95% interval")).text(terminal.width())
                + System.lineSeparator()
                + terminal.fit(report.verdict());
    }

    private OpenedDataset open(StoredModel<Model> stored, Terminal terminal) {
        ModelShapes shapes = ModelShapes.of(stored.content());
        OpenedDataset opened = data.open(shapes, stored.provenance(), terminal);
        Stream.of(opened.forTraining(), opened.forEvaluation()).forEach(examples -> {
            ModelShapes.requireLabels(examples);
            shapes.requireInput(model.get().toString(), examples);
        });
        if (!(opened instanceof DatasetSplit)) {
            terminal.note(opened.origin().name()
                    + " has no test set; the choice is not tested on examples that it was not made on");
        }
        return opened;
    }
}
