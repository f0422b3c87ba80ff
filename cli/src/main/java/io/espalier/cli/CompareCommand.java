// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.Scaling;
import io.espalier.base.internal.AtomicFile;
import io.espalier.cli.ModelShapes.Output;
import io.espalier.data.Dataset;
import io.espalier.data.ElementType;
import io.espalier.data.Metric;
import io.espalier.data.Tasks;
import io.espalier.experiment.measure.Measurement.Judged;
import io.espalier.experiment.report.ComparedModel;
import io.espalier.experiment.report.Comparison;
import io.espalier.experiment.statistics.Guess;
import io.espalier.lite.Graph;
import io.espalier.lite.boards.BoardFit;
import io.espalier.lite.file.GraphWriter;
import io.espalier.runtime.evaluate.Evaluation;
import io.espalier.runtime.interpreter.TfliteModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts forms of one model side by side. */
final class CompareCommand extends Subcommand {
    private final RunNotes run = new RunNotes(spec());
    private final Argument<List<Path>> models = arguments()
            .parameters(
                    Path.class,
                    InputModel.LABEL,
                    true,
                    "Two or more models, such as .tflite files. The others are compared with the first, such as the float model.");
    private final DataOptions data = new DataOptions(arguments(), DataArgument.FORMS);
    private final OutputOption output = new OutputOption(arguments());
    private final TaskOptions task = new TaskOptions(arguments());
    private final Argument<Integer> threads =
            arguments().threads("Threads for measuring accuracy (default: all processors).");
    private final BoardOptions boards =
            new BoardOptions(arguments(), "Say which of the models fit these boards, and what a run costs");
    private final Argument<Path> html = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                            "--html",
                            "FILE",
                            "Write an HTML page with charts, which works offline, instead of printing the table."));
    private final Argument<Boolean> force = arguments().flag("--force", "Overwrite FILE if it exists.");
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    CompareCommand() {
        super(
                "compare float.tflite int8.tflite --data mnist",
                "compare float.tflite int8.tflite --data mnist --html page.html",
                "compare int8.tflite small.tflite --data mnist --target rp2040");
    }

    @Override
    public Integer call() throws IOException {
        if (models.get().size() < 2) {
            throw new UsageException("compare takes two or more models; the others are compared with the first");
        }
        List<InputModel> files = new ArrayList<>();
        try {
            for (Path model : models.get()) {
                InputModel file = InputModel.open(model);
                files.add(file);
            }
            return compare(files);
        } finally {
            for (InputModel file : files) {
                file.close();
            }
        }
    }

    private int compare(List<InputModel> files) throws IOException {
        UsageException.requireThreads(threads.get());
        boards.boards();
        if (html.orNull() != null) {
            for (InputModel file : files) {
                OutputFile.claimPage(html.orNull(), file.path(), force.get());
            }
        }
        Terminal terminal = terminal();
        for (InputModel file : files) {
            terminal.reads(file.path());
        }
        ComparedModel opened = compared(files.get(0)).loaded();
        TfliteModel first = opened.runnable();
        List<ComparedModel> others = files.subList(1, files.size()).stream()
                .map(CompareCommand::compared)
                .toList();
        ModelShapes shapes = ModelShapes.of(first.graph());
        Dataset examples = data.withoutLabels(first.graph(), files.get(0).provenance(), terminal)
                .forEvaluation();
        scaledOtherwise(files, examples).ifPresent(terminal::note);
        Map<Judged, Optional<Guess>> judged = judged(first, shapes, examples, terminal);
        Comparison comparison = Comparison.run(
                opened, List.copyOf(judged.keySet()), others, examples, threads.get(), terminal.samples());
        PrintWriter out = out();
        BoardComparison onBoards = onBoards(files, comparison);
        if (html.orNull() != null) {
            AtomicFile.write(html.orNull(), comparison.toHtml().getBytes(StandardCharsets.UTF_8));
            terminal.done("Wrote", html.orNull() + " (" + models.get().size() + " models)");
            run.writeBesideFile(html.orNull(), terminal);
        }
        if (json.get()) {
            out.println(onBoards.addedTo(comparison.toJson()));
        } else {
            if (html.orNull() == null) {
                out.println(comparison.toText(terminal.width()));
            }
            if (!onBoards.isEmpty()) {
                out.println();
                out.println(onBoards.text(terminal.width()));
            }
        }
        guesses(comparison, judged).forEach(terminal::note);
        if (!json.get()) {
            terminal.next("inspect", models.get().get(models.get().size() - 1));
        }
        return ExitCode.DONE;
    }

    /** All get the first model's inputs, so those whose record asks for others are named. */
    private Optional<String> scaledOtherwise(List<InputModel> files, Dataset examples) throws IOException {
        if (examples.features().type() != ElementType.UINT8) {
            return Optional.empty();
        }
        Scaling used = data.scale(files.get(0).provenance()).used().scaling();
        List<String> named = new ArrayList<>();
        for (InputModel file : files.subList(1, files.size())) {
            InputScale itsOwn = data.scale(file.provenance());
            if (itsOwn.reason() == InputScale.Reason.RECORDED
                    && !itsOwn.used().scaling().equals(used)) {
                named.add(file.path().toString());
            }
        }
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of("all models get the inputs of " + files.get(0).path() + ", but the record of "
                        + String.join(", ", named)
                        + " has bytes scaled otherwise, so its figures are not those of its own inputs: compare models with"
                        + " equal records, or evaluate each alone");
    }

    private static List<String> guesses(Comparison comparison, Map<Judged, Optional<Guess>> judged) {
        List<String> notes = new ArrayList<>();
        for (Comparison.Row row : comparison.models()) {
            judged.forEach((one, guess) -> {
                String behind = judged.size() == 1 ? "" : one.label();
                Double accuracy = row.scores().get((behind.isEmpty() ? "" : behind + "/") + Metric.ACCURACY.key());
                if (accuracy != null) {
                    guess.flatMap(known -> known.note(
                                    behind.isEmpty() ? row.model() : row.model() + " at " + behind,
                                    accuracy,
                                    comparison.examples()))
                            .ifPresent(notes::add);
                }
            });
        }
        return notes;
    }

    private static ComparedModel compared(InputModel file) {
        return file.isTflite()
                ? ComparedModel.of(file.source())
                : ComparedModel.converted(file.source(), file::runnable);
    }

    private BoardComparison onBoards(List<InputModel> files, Comparison comparison) throws IOException {
        List<List<BoardFit>> fits = new ArrayList<>();
        for (InputModel file : files) {
            Graph graph = file.graph();
            fits.add(boards.fits(graph, file.isTflite() ? file.size() : GraphWriter.size(graph)));
        }
        return new BoardComparison(
                comparison.models().stream().map(Comparison.Row::model).toList(), fits);
    }

    private Map<Judged, Optional<Guess>> judged(
            TfliteModel first, ModelShapes shapes, Dataset examples, Terminal terminal) {
        List<Output> labelled = output.labelled(shapes, examples, terminal);
        if (!labelled.isEmpty()) {
            return judged(first, labelled, examples, terminal);
        }
        Optional<Output> judged = output.choose(shapes, examples, terminal);
        if (judged.isEmpty()) {
            terminal.note("the models have several outputs; --output NAME counts accuracy and agreement of one: "
                    + OutputOption.listed(shapes.outputs()));
            return Map.of();
        }
        return judged(first, List.of(judged.get()), examples, terminal);
    }

    private Map<Judged, Optional<Guess>> judged(
            TfliteModel first, List<Output> outputs, Dataset examples, Terminal terminal) {
        if (examples.targets().elements() > 0) {
            ModelShapes.requireLabels(examples);
        }
        Tasks tasks = task.tasks(outputs, name -> Evaluation.output(first, name), examples);
        terminal.done("Task", tasks.describe());
        Map<Judged, Optional<Guess>> judged = new LinkedHashMap<>();
        tasks.byOutput().forEach((name, what) -> {
            Dataset labelled = tasks.labelOf(name, examples);
            what.remark(labelled).ifPresent(terminal::note);
            judged.put(new Judged(name, what), Guess.of(what, labelled));
        });
        return judged;
    }
}
