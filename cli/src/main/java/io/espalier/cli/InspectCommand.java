// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.JsonTree;
import io.espalier.lite.Graph;
import io.espalier.lite.inspect.Inspection;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;

/** Shows what is inside a .tflite file. */
final class InspectCommand extends Subcommand {
    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, InputModel.FORMS);
    private final Argument<Boolean> json = arguments().flag("--json", "Print the result as JSON.");

    InspectCommand() {
        super("inspect model.tflite", "inspect model.tflite --json");
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = terminal();
        Inspection inspection;
        try (InputModel file = InputModel.open(model.get())) {
            terminal.reads(model.get());
            Graph graph = file.graph();
            if (!file.isTflite()) {
                terminal.note(model.get() + " is shown as convert makes it, without quantization");
            }
            inspection = new Inspection(model.get().getFileName().toString(), file.size(), graph);
        }
        PrintWriter out = out();
        if (json.get()) {
            out.println(JsonTree.indented(inspection.toJson()));
        } else {
            out.println(terminal.fit(inspection.toText()));
            terminal.next("benchmark", model.get());
        }
        return ExitCode.DONE;
    }
}
