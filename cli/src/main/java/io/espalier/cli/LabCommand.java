// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.PrintWriter;

/** The labs. */
final class LabCommand extends Subcommand {
    LabCommand() {
        super("lab mnist", "lab cats-vs-dogs --data photos --quick");
        add(
                "mnist",
                new MnistLabCommand(),
                "Trains a small network on MNIST, compresses it with every technique, and compares the results.");
        add(
                "cats-vs-dogs",
                new CatsVsDogsLabCommand(),
                "Fine-tunes EfficientNetB0 on photographs, quantizes it in three ways, prunes it, and compares the results.");
    }

    private void add(String name, Subcommand lab, String description) {
        lab.spec().usageMessage().description(description);
        spec().addSubcommand(name, lab.spec());
    }

    @Override
    public Integer call() {
        PrintWriter out = out();
        out.print(((HelpPage) spec().commandLine().getHelp()).overview());
        out.flush();
        return ExitCode.DONE;
    }
}
