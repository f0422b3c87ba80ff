// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.inspect.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what is inside a .tflite file. */
@Command(
        name = "inspect",
        footer = {"inspect model.tflite", "inspect model.tflite --json"})
final class InspectCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = InputFile.LABEL, description = "A .tflite file.")
    private Path model;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.TFLITE) {
            throw new UsageException(
                    model + ": is a model of Keras; inspect shows .tflite files",
                    ShellCommand.espalier("summary", model));
        }
        Terminal terminal = Terminal.of(spec);
        terminal.reads(model);
        Inspection inspection = Inspection.of(model);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(inspection.toJson().toPrettyString());
        } else {
            out.println(terminal.fit(inspection.toText()));
            terminal.next("benchmark", model);
        }
        return ExitCode.DONE;
    }
}
