// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the layers of a model. */
@Command(
        name = "summary",
        footer = {"summary model.h5", "summary model.keras --input-shape 224,224,3"})
final class SummaryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = InputFile.LABEL, description = KerasInput.FORMS)
    private Path model;

    @Mixin
    private KerasInput input;

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.KERAS) {
            throw new UsageException(
                    model + ": is a .tflite file; summary shows models of Keras",
                    ShellCommand.espalier("inspect", model));
        }
        Terminal terminal = Terminal.of(spec);
        Model keras = input.read(model, terminal);
        String summary =
                terminal.width().isPresent() ? keras.summary(terminal.width().getAsInt()) : keras.summary();
        spec.commandLine().getOut().println(summary);
        terminal.next("convert", model, "-o", OutputFile.suggestion(model, ".tflite"));
        return ExitCode.DONE;
    }
}
