// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.data.Dataset;
import io.espalier.lab.Comparison;
import io.espalier.lab.ComparisonTable;
import io.espalier.lite.file.GraphReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts forms of one model side by side. */
@Command(
        name = "compare",
        description =
                "Compares .tflite files of one model with the first: accuracy, agreement, layers, sizes, latency.")
final class CompareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "MODEL",
            arity = "2..*",
            description = "Two or more .tflite files; the first is the one to compare with, such as the float model.")
    private List<Path> models;

    @Option(names = "--data", required = true, paramLabel = "DATA", description = DataArgument.FORMS)
    private String data;

    @Option(names = "--threads", paramLabel = "N", description = "Threads for the accuracy (all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        for (Path model : models) {
            if (InputFile.typeOf(model) != InputFile.TFLITE) {
                throw new UsageException(
                        model
                                + ": compare takes .tflite files; make one with 'espalier convert', see also 'espalier evaluate'");
            }
        }
        if (threads < 1) {
            throw new UsageException("--threads must be 1 or more");
        }
        Comparison comparison =
                Comparison.of(models, open(), threads, Terminal.standardError().samples());
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? comparison.toJson() : ComparisonTable.of(comparison));
        return ExitCode.DONE;
    }

    private Dataset open() throws IOException {
        ModelShapes shapes = ModelShapes.of(GraphReader.read(models.get(0)));
        Dataset examples = DataArgument.open(data, shapes.pictures()).forEvaluation();
        if (examples.targets().elements() > 0) {
            shapes.compareClasses(examples)
                    .ifPresent(remark -> spec.commandLine().getErr().println("Note: " + remark));
        }
        return examples;
    }
}
