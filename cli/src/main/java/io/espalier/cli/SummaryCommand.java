// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.Model;
import java.io.IOException;
import java.nio.file.Path;

/** Shows the layers of a model. */
final class SummaryCommand extends Subcommand {
    private final Argument<Path> model = arguments().parameter(Path.class, InputModel.LABEL, KerasInput.FORMS);
    private final KerasInput input = new KerasInput(arguments());

    SummaryCommand() {
        super("summary model.h5", "summary model.keras --input-shape 224,224,3");
    }

    @Override
    public Integer call() throws IOException {
        Terminal terminal = terminal();
        Model keras;
        try (InputModel file = InputModel.open(model.get(), input.options())) {
            if (!file.is(Model.class)) {
                throw new UsageException(
                        model.get() + ": this is a .tflite file; summary takes Keras models",
                        ShellCommand.espalier("inspect", model.get()));
            }
            keras = input.read(file, terminal).content();
        }
        String summary =
                terminal.width().isPresent() ? keras.summary(terminal.width().getAsInt()) : keras.summary();
        out().println(summary);
        terminal.next("convert", model.get(), "-o", OutputFile.suggestion(model.get(), ".tflite"));
        return ExitCode.DONE;
    }
}
