// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Explains the program or one of its commands. */
final class HelpCommand extends Subcommand {
    private final Argument<List<String>> names = arguments()
            .parameters(String.class, "COMMAND", false, "The command to explain. Default: list all commands.");

    HelpCommand() {
        super("help convert", "help lab mnist");
    }

    @Override
    public Integer call() {
        List<String> given = names.orNull();
        CommandLine command = Main.commandLine();
        for (String name : given == null ? List.<String>of() : given) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw unknown(name, command);
            }
            command = next;
        }
        command.usage(out());
        return ExitCode.DONE;
    }

    private static UsageException unknown(String name, CommandLine command) {
        ParsedWords reached = new ParsedWords(command.getCommandSpec(), List.of());
        Optional<String> meant =
                UsageMistake.nearest(name, command.getSubcommands().keySet());
        String title = reached.path().isEmpty() ? "command" : reached.name();
        return new UsageException(
                "unknown " + title + " '" + name + "'"
                        + meant.map(right -> " (did you mean '" + right + "'?)").orElse(""),
                ShellCommand.espalier(Stream.of(
                                List.of("help"), reached.path(), meant.stream().toList())
                        .flatMap(List::stream)
                        .toList()));
    }
}
