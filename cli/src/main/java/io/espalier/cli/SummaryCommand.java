// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.model.Model;
import io.espalier.model.format.ModelFormat.StoredModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

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
        Optional<Model> keras;
        try (InputModel file = InputModel.open(model.get(), input.options())) {
            if (file.isTflite()) {
                throw new UsageException(
                        model.get() + ": this is a .tflite file; summary takes models of layers",
                        ShellCommand.espalier("inspect", model.get()));
            }
            keras = input.read(file, terminal).as(Model.class).map(StoredModel::content);
            if (keras.isEmpty()) {
                throw new UsageException(
                        model.get() + ": this is a graph of operators without layers; inspect shows them",
                        ShellCommand.espalier("inspect", model.get()));
            }
        }
        OptionalInt width = terminal.width();
        out().println(
                        width.isPresent()
                                ? keras.get().summary(width.getAsInt())
                                : keras.get().summary());
        terminal.next("convert", model.get(), "-o", OutputFile.proposal(model.get(), ".tflite"));
        return ExitCode.DONE;
    }
}
