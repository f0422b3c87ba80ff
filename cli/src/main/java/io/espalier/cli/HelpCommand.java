// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Explains the program or one of its commands. */
@Command(
        name = "help",
        footer = {"help convert", "help lab mnist"})
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command to explain; if there is none, all are listed.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        CommandLine command = Espalier.commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw unknown(name, command);
            }
            command = next;
        }
        command.usage(spec.commandLine().getOut());
        return ExitCode.DONE;
    }

    private static UsageException unknown(String name, CommandLine command) {
        ParsedWords reached = new ParsedWords(command.getCommandSpec(), List.of());
        Optional<String> meant =
                UsageMistake.nearest(name, command.getSubcommands().keySet());
        String title = reached.path().isEmpty() ? "command" : reached.name();
        return new UsageException(
                "there is no " + title + " '" + name + "'"
                        + meant.map(right -> " (did you mean '" + right + "'?)").orElse(""),
                ShellCommand.espalier(Stream.of(
                                List.of("help"), reached.path(), meant.stream().toList())
                        .flatMap(List::stream)
                        .toList()));
    }
}
