// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.lite.inspect.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Shows what is inside a .tflite file. */
final class InspectCommand extends Subcommand {
    private final Argument<Path> model = arguments().parameter(Path.class, InputFile.LABEL, "A .tflite file.");
    private final Argument<Boolean> json = arguments().flag("--json", "Print JSON.");

    InspectCommand() {
        super("inspect model.tflite", "inspect model.tflite --json");
    }

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model.get()) != InputFile.TFLITE) {
            throw new UsageException(
                    model.get() + ": is a model of Keras; inspect shows .tflite files",
                    ShellCommand.espalier("summary", model.get()));
        }
        Terminal terminal = terminal();
        terminal.reads(model.get());
        Inspection inspection = Inspection.of(model.get());
        PrintWriter out = out();
        if (json.get()) {
            out.println(inspection.toJson().toPrettyString());
        } else {
            out.println(terminal.fit(inspection.toText()));
            terminal.next("benchmark", model.get());
        }
        return ExitCode.DONE;
    }
}
