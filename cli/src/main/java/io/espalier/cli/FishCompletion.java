// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A script for the fish shell that completes commands, options and their values. Each line holds for one command, which the shell finds in
 * the words that were typed: it is written as the names that lead to it, each with a space before.
 */
final class FishCompletion {
    private final String program;
    private final List<String> lines = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();

    private FishCompletion(String program) {
        this.program = program;
    }

    static String of(CommandSpec root) {
        FishCompletion completion = new FishCompletion(root.name());
        completion.command(root, "");
        return completion.script();
    }

    private String script() {
        return String.format(Locale.US, """
                function __%1$s_command
                    set -l command ''
                    for word in (commandline -opc)[2..-1]
                        if contains -- "$command $word" %2$s
                            set command "$command $word"
                        end
                    end
                    test "$command" = "$argv[1]"
                end
                complete -c %1$s -f
                %3$s
                """, program, String.join(" ", commands), String.join("\n", lines));
    }

    private void command(CommandSpec command, String path) {
        for (CommandLine sub : command.subcommands().values()) {
            CommandSpec spec = sub.getCommandSpec();
            String below = path + " " + spec.name();
            commands.add(quoted(below));
            lines.add(start(path) + " -a " + quoted(spec.name())
                    + description(spec.usageMessage().description()));
            command(spec, below);
        }
        command.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option ->
                        lines.add(start(path) + names(option) + value(option) + description(option.description())));
        command.positionalParameters().forEach(parameter -> lines.add(start(path) + words(parameter)));
    }

    private String start(String path) {
        return "complete -c " + program + " -n "
                + quoted("__" + program + "_command " + quoted(path).replace('\'', '"'));
    }

    private static String names(OptionSpec option) {
        StringBuilder names = new StringBuilder();
        for (String name : option.names()) {
            names.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^--?", ""));
        }
        return names.toString();
    }

    private static String value(OptionSpec option) {
        if (option.arity().max() == 0) {
            return "";
        }
        return " -r" + words(option);
    }

    /** Files where files are meant, and what else is known. */
    private static String words(ArgSpec argument) {
        List<String> choices = Explanation.choices(argument);
        String known = choices.isEmpty() ? "" : " -a " + quoted(String.join(" ", choices));
        return (takesFiles(argument) ? " -F" : " -f") + known;
    }

    /** Whether an argument may name a file or folder. */
    static boolean takesFiles(ArgSpec argument) {
        return argument.auxiliaryTypes()[0] == Path.class
                || argument.paramLabel().contains(OutputFile.LABEL)
                || argument.paramLabel().equals(DataArgument.LABEL)
                || argument.paramLabel().equals(OutputFile.FOLDER_LABEL);
    }

    private static String description(String[] text) {
        String first = text.length == 0 ? "" : text[0];
        int variable = first.indexOf("${");
        // What a variable says is offered as a value.
        String plain = variable < 0 ? first : first.substring(0, variable).strip();
        String shown = plain.replaceFirst("[ (,:;.]+$", "");
        return shown.isEmpty() ? "" : " -d " + quoted(shown);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
