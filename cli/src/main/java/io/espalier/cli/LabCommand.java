// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The labs. */
@Command(
        name = "lab",
        description = "Runs a whole experiment on real data and compares what came out.",
        subcommands = {MnistLabCommand.class, CatsVsDogsLabCommand.class})
final class LabCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "which lab? There are: " + spec.subcommands().keySet());
    }
}
