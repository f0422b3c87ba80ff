// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The labs. */
@Command(
        name = "lab",
        subcommands = {MnistLabCommand.class, CatsVsDogsLabCommand.class},
        footer = {"lab mnist", "lab cats-vs-dogs --data photos --quick"})
final class LabCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        out.print(((HelpPage) spec.commandLine().getHelp()).overview());
        out.flush();
    }
}
