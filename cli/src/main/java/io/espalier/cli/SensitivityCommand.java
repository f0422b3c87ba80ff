// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.Provenance;
import io.espalier.base.internal.AtomicFile;
import io.espalier.base.internal.JsonTree;
import io.espalier.data.Dataset;
import io.espalier.data.DatasetSplit;
import io.espalier.data.OpenedDataset;
import io.espalier.lite.Graph;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.calibrate.RepresentativeData;
import io.espalier.model.Model;
import io.espalier.runtime.calibrate.Calibrator;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.search.bits.Curvature;
import io.espalier.search.bits.Form;
import io.espalier.search.bits.Sensitivity;
import io.espalier.search.bits.SensitivityNodes;
import io.espalier.search.bits.SensitivityPage;
import io.espalier.search.bits.SensitivityTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Shows what each layer of a model costs alone, in fewer bits or with fewer weights. */
final class SensitivityCommand extends Subcommand {
    private static final int CALIBRATED = 100;
    private static final String HESSIAN = "--hessian";

    private final RunNotes run = new RunNotes(spec());
    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, InputModel.FORMS);
    private final DataOptions data = new DataOptions(arguments(), DataArgument.FORMS);
    private final Argument<String> calibrate = arguments()
            .option(
                    String.class,
                    Arguments.named(
                                    "--calibrate",
                                    DataArgument.LABEL,
                                    "Calibration data for int8 activations (default: as --data).")
                            .completionCandidates(DataArgument.names()));
    private final Argument<Integer> examples = arguments()
            .option(
                    int.class,
                    Arguments.named(
                                    "--examples",
                                    "N",
                                    "Examples of --data that are run, spread evenly (default: ${DEFAULT-VALUE}).")
                            .defaultValue("500"));
    private final OutputOption output = new OutputOption(arguments(), "--judged");
    private final TaskOptions task = new TaskOptions(arguments());
    private final Argument<Integer> threads = arguments().threads("Number of threads (default: all processors).");
    private final Argument<Path> html = arguments()
            .option(
                    Path.class,
                    Arguments.named(
                            "--html",
                            OutputFile.LABEL,
                            "Write an HTML page with a chart and the table, which works offline."));
    private final NodeDataFolder nodeData = new NodeDataFolder(arguments());
    private final Argument<Path> table = arguments()
            .option(
                    Path.class,
                    Arguments.named("-o", OutputFile.LABEL, "Write the figures to a .json file.")
                            .names("-o", "--output"));
    private final Argument<Boolean> hessian = arguments()
            .flag(
                    HESSIAN,
                    "Add how the loss bends along each layer: the trace of its Hessian, and by how much the loss is expected to rise. For a Keras model and data with labels.");
    private final Argument<Boolean> force = arguments().flag("--force", "Overwrite files that exist.");
    private final Argument<Boolean> json = arguments().flag("--json", "Print the figures as JSON.");

    SensitivityCommand() {
        super(
                "sensitivity model.tflite --data mnist",
                "sensitivity model.keras --data photos/test --html sensitivity.html",
                "sensitivity model.tflite --data mnist --node-data nodes",
                "sensitivity model.keras --data mnist --hessian");
    }

    @Override
    public Integer call() throws IOException {
        UsageException.requireThreads(threads.get());
        UsageException.requireOneOrMore("--examples", examples.get());
        claim();
        nodeData.claim(force.get());
        if (hessian.get()) {
            TrainingPart.require();
        }
        Terminal terminal = terminal();
        Graph graph;
        Optional<Model> layers;
        boolean isTflite;
        Optional<Provenance> origin;
        try (InputModel file = InputModel.open(model.get())) {
            terminal.reads(model.get());
            if (hessian.get() && !file.is(Model.class)) {
                throw new UsageException(RankingOption.noLayers(HESSIAN, model.get()));
            }
            if (hessian.get() && nodeData.isAskedFor()) {
                terminal.note("node data go with the .tflite file that convert makes of " + model.get());
            } else {
                nodeData.check(file);
            }
            graph = file.graph();
            isTflite = file.isTflite();
            origin = file.provenance();
            layers = hessian.get() ? Optional.of(file.read(Model.class).content()) : Optional.empty();
        }
        OpenedDataset opened = data.withoutLabels(graph, origin, terminal);
        Dataset all = opened.forEvaluation();
        Dataset some = all.sample(Math.min(all.size(), examples.get()));
        terminal.done("Examples", note(opened, all, some));
        JudgedOutputs judged = JudgedOutputs.of(graph, some, output, task, terminal);
        if (hessian.get() && !judged.labelled()) {
            throw new UsageException(RankingOption.noLabels(HESSIAN, data.named()));
        }
        Sensitivity.Request request = new Sensitivity.Request(
                graph,
                judged.tasks(),
                some,
                judged.labelled(),
                calibration(opened, graph, origin, terminal),
                List.of(Form.values()),
                InterpreterOptions.DEFAULTS.withThreads(threads.get()),
                layers.map(known -> new Curvature.Source(known, judged.tasks(), some)));
        Sensitivity found = measured(request, terminal);
        if (judged.labelled()) {
            found.floats().guesses("the float model", judged.tasks(), some).forEach(terminal::note);
        }
        found.remark().ifPresent(terminal::note);
        write(found, graph, isTflite, terminal);
        return ExitCode.DONE;
    }

    private static String note(OpenedDataset opened, Dataset all, Dataset some) {
        return String.format(
                Locale.US,
                "%,d of %s measured%s",
                some.size(),
                (opened instanceof DatasetSplit
                                ? "the test part"
                                : opened.origin().name())
                        + (some.size() == 1 ? " is" : " are"),
                some.size() == all.size()
                        ? ": all of them"
                        : String.format(Locale.US, ", spread evenly over its %,d", all.size()));
    }

    private Sensitivity measured(Sensitivity.Request request, Terminal terminal) {
        try {
            return Sensitivity.measure(request, terminal.samples());
        } catch (QuantizationException e) {
            throw new QuantizationException(model.get() + ": " + e.getMessage());
        }
    }

    private RepresentativeData calibration(
            OpenedDataset opened, Graph graph, Optional<Provenance> origin, Terminal terminal) {
        @Nullable String named = calibrate.orNull();
        Dataset source = named == null
                ? opened.forTraining()
                : data.other(named, graph, origin, terminal).forTraining();
        return Calibrator.of(source, CALIBRATED)
                .withName(model.get().toString())
                .withOptions(InterpreterOptions.DEFAULTS.withThreads(threads.get()));
    }

    private void write(Sensitivity found, Graph graph, boolean isTflite, Terminal terminal) throws IOException {
        @Nullable Path page = html.orNull();
        if (page != null) {
            SensitivityPage.of(found, String.valueOf(model.get().getFileName()), data.named())
                    .write(page);
            terminal.done("Wrote", page.toString());
            run.writeBesideFile(page, terminal);
        }
        if (nodeData.isAskedFor()) {
            nodeData.write(SensitivityNodes.of(found, graph), run, terminal);
        }
        ObjectNode tree = SensitivityTable.json(found);
        @Nullable Path file = table.orNull();
        if (file != null) {
            AtomicFile.write(file, JsonTree.indented(tree).getBytes(StandardCharsets.UTF_8));
            terminal.done("Wrote", file.toString());
            run.writeBesideFile(file, terminal);
        }
        if (json.get()) {
            out().println(JsonTree.indented(tree));
            return;
        }
        out().println(new FigureTable(
                        SensitivityTable.titles(found),
                        SensitivityTable.cells(found),
                        List.of("operator", "KL", "agreement", "Hessian trace"))
                .text(terminal.width()));
        out().printf(
                        Locale.US,
                        "Float: %s on %,d examples%n",
                        found.floats().text(),
                        found.floats().first().examples());
        List<Object> next = new ArrayList<>(List.of(
                isTflite ? "quantize" : "convert",
                model.get(),
                "-o",
                OutputFile.proposal(model.get(), isTflite ? "-small.tflite" : ".tflite"),
                "--max-drop",
                found.floats().first().isError() ? "2%" : "0.5pt"));
        next.addAll(RepeatedOptions.words(spec(), Set.of(HESSIAN, "--examples", "--strict")));
        terminal.next(next.toArray());
    }

    private void claim() throws IOException {
        @Nullable Path page = html.orNull();
        if (page != null) {
            OutputFile.claimPage(page, model.get(), force.get());
        }
        @Nullable Path figures = table.orNull();
        if (figures != null) {
            OutputFile.requireEnding(figures, ".json");
            OutputFile.claim(figures, model.get(), ".json", force.get());
        }
    }
}
