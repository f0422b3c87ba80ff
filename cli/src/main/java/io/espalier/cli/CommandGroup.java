// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.PrintWriter;

/** A command that only holds others, and lists them when it is called alone. */
abstract class CommandGroup extends Subcommand {
    CommandGroup(String... examples) {
        super(examples);
    }

    final void add(String name, Subcommand command, String description) {
        command.spec().usageMessage().description(description);
        spec().addSubcommand(name, command.spec());
    }

    @Override
    public final Integer call() {
        PrintWriter out = out();
        out.print(((HelpPage) spec().commandLine().getHelp()).overview());
        out.flush();
        return ExitCode.DONE;
    }
}
