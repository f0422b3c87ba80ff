// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Prints what lets a shell complete the words of a command. */
final class CompletionCommand extends Subcommand {
    private final Argument<Shell> shell = arguments()
            .parameter(
                    Shell.class,
                    "SHELL",
                    "${COMPLETION-CANDIDATES}. For bash and zsh, load the script with 'source' in .bashrc or .zshrc; for fish, save it in ~/.config/fish/completions.");

    CompletionCommand() {
        super("completion bash > ~/.espalier-completion", "completion fish | source");
    }

    /** Shells that can be told how to complete. */
    enum Shell {
        bash,
        zsh,
        fish
    }

    @Override
    public Integer call() {
        CommandLine program = Main.commandLine();
        // In scripts, lines end as shells want it, whatever the machine.
        PrintWriter out = out();
        out.print(
                switch (shell.get()) {
                    case bash, zsh -> AutoComplete.bash(program.getCommandName(), program) + "\n";
                    case fish -> FishCompletion.of(program.getCommandSpec());
                });
        out.flush();
        return ExitCode.DONE;
    }
}
