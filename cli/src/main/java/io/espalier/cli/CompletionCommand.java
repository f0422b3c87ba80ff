// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what lets a shell complete the words of a command. */
@Command(
        name = "completion",
        footer = {"completion bash > ~/.espalier-completion", "completion fish | source"})
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "SHELL",
            description =
                    "${COMPLETION-CANDIDATES}. Bash and zsh read the script with 'source', in .bashrc or .zshrc; fish has a folder for it, ~/.config/fish/completions.")
    private Shell shell;

    /** Shells that can be told how to complete. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Override
    public Integer call() {
        CommandLine program = Espalier.commandLine();
        // In scripts, lines end as shells want it, whatever the machine.
        PrintWriter out = spec.commandLine().getOut();
        out.print(
                switch (shell) {
                    case bash, zsh -> AutoComplete.bash(program.getCommandName(), program) + "\n";
                    case fish -> FishCompletion.of(program.getCommandSpec());
                });
        out.flush();
        return ExitCode.DONE;
    }
}
