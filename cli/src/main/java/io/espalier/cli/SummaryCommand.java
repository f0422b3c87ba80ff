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
@Command(name = "summary", description = "Shows the layers of a Keras model, their output shapes and parameters.")
final class SummaryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = KerasInput.FORMS)
    private Path model;

    @Mixin
    private KerasInput input;

    @Override
    public Integer call() throws IOException {
        if (InputFile.typeOf(model) != InputFile.KERAS) {
            throw new UsageException(model + ": summary shows Keras models; try 'espalier inspect " + model + "'");
        }
        Model keras = input.read(model, spec.commandLine().getErr());
        spec.commandLine().getOut().println(keras.summary());
        return ExitCode.DONE;
    }
}
