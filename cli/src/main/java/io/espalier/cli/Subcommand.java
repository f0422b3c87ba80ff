// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** A command below the program. Its fields say what it takes, its call does the work and gives the exit code. */
abstract class Subcommand implements Callable<Integer> {
    private final CommandSpec spec = CommandSpec.wrapWithoutInspection(this);
    private final Arguments arguments = new Arguments(spec);

    /** @param examples the words of commands behind the name of the program */
    Subcommand(String... examples) {
        spec.versionProvider(new Main.Version());
        spec.usageMessage().footer(examples);
    }

    final CommandSpec spec() {
        return spec;
    }

    /** Where its options and parameters are declared. */
    final Arguments arguments() {
        return arguments;
    }

    /** Standard error, with as much on it as was asked for. */
    final Terminal terminal() {
        return Terminal.of(spec);
    }

    /** Where results go. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
