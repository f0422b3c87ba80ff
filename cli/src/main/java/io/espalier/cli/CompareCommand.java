// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.Dataset;
import io.espalier.lab.Comparison;
import io.espalier.lab.ComparisonPage;
import io.espalier.lab.ComparisonTable;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.model.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts forms of one model side by side. */
@Command(
        name = "compare",
        footer = {
            "compare float.tflite int8.tflite --data mnist",
            "compare float.tflite int8.tflite --data mnist --html page.html"
        })
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = InputFile.LABEL,
            arity = "2..*",
            description = "Two or more .tflite files; the first is the one to compare with, such as the float model.")
    private List<Path> models;

    @Mixin
    private DataOptions data;

    @Option(names = "--threads", paramLabel = "N", description = "Threads for the accuracy (all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Write a page with charts, which needs no network, in place of the table.")
    private @Nullable Path html;

    @Option(names = "--force", description = "Replace FILE if it is there.")
    private boolean force;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        for (Path model : models) {
            if (InputFile.typeOf(model) != InputFile.TFLITE) {
                throw new UsageException(
                        model + ": is a model of Keras; compare takes .tflite files",
                        ShellCommand.espalier("convert", model, "-o", OutputFile.suggestion(model, ".tflite")));
            }
        }
        UsageException.requireOneOrMore("--threads", threads);
        if (html != null) {
            OutputFile.claim(html, ".html", force);
        }
        Terminal terminal = Terminal.of(spec);
        Comparison comparison = Comparison.of(models, open(terminal), threads, terminal.samples());
        PrintWriter out = spec.commandLine().getOut();
        if (html != null) {
            AtomicFile.write(html, ComparisonPage.of(comparison).getBytes(StandardCharsets.UTF_8));
            terminal.done("Wrote", html + " (" + models.size() + " models)");
        }
        if (json) {
            out.println(comparison.toJson());
        } else if (html == null) {
            out.println(ComparisonTable.of(comparison, terminal.width()));
        }
        if (!json) {
            terminal.next("inspect", models.get(models.size() - 1));
        }
        return ExitCode.DONE;
    }

    private Dataset open(Terminal terminal) throws IOException {
        for (Path model : models) {
            terminal.reads(model);
        }
        Graph first = GraphReader.read(models.get(0));
        ModelShapes shapes = ModelShapes.of(first);
        Dataset examples =
                data.withoutLabels(first, GraphProvenance.of(first), terminal).forEvaluation();
        if (examples.targets().elements() > 0) {
            shapes.compareClasses(examples).ifPresent(terminal::note);
        }
        return examples;
    }
}
