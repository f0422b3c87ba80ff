// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommands, in the order in which help lists them.
 *
 * <p>picocli reflects over every option of every command that it is given, which takes longer than most commands need to run. So a
 * command line is given what its arguments ask for; whoever wants the whole tree, as help on a subcommand or completion, adds all.
 */
final class Subcommands {
    private static final Map<String, Class<?>> TYPES = types();

    private Subcommands() {}

    private static Map<String, Class<?>> types() {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        types.put("lab", LabCommand.class);
        types.put("summary", SummaryCommand.class);
        types.put("inspect", InspectCommand.class);
        types.put("convert", ConvertCommand.class);
        types.put("quantize", QuantizeCommand.class);
        types.put("evaluate", EvaluateCommand.class);
        types.put("benchmark", BenchmarkCommand.class);
        types.put("compare", CompareCommand.class);
        types.put("compress", CompressCommand.class);
        types.put("help", HelpCommand.class);
        types.put("version", VersionCommand.class);
        types.put("completion", CompletionCommand.class);
        return Collections.unmodifiableMap(types);
    }

    /** Adds every subcommand with all of its options. */
    static void addAll(CommandLine espalier) {
        TYPES.forEach((name, type) -> espalier.addSubcommand(name, type));
    }

    /** Adds the one that is named; where none is, the names and descriptions of all; where the name is unknown, all. */
    static void addNeeded(CommandLine espalier, String... arguments) {
        String name = firstName(arguments);
        Class<?> type = TYPES.get(name);
        if (name.isEmpty()) {
            TYPES.forEach((each, described) -> espalier.addSubcommand(each, description(described)));
        } else if (type != null) {
            espalier.addSubcommand(name, type);
        } else {
            addAll(espalier);
        }
    }

    // Options that stand before a subcommand take no values.
    private static String firstName(String... arguments) {
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                return argument;
            }
        }
        return "";
    }

    private static CommandSpec description(Class<?> type) {
        CommandSpec spec = CommandSpec.create();
        spec.usageMessage().description(type.getAnnotation(Command.class).description());
        return spec;
    }
}
