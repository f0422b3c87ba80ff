// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommands, in the order in which help lists them.
 *
 * <p>picocli reflects over every option of every command that it is given, which takes longer than most commands need to run. So a
 * command line is given what its arguments ask for; whoever wants the whole tree, as help on a subcommand or completion, adds all.
 */
final class Subcommands {
    private static final List<Subcommand> ALL = List.of(
            new Subcommand("lab", LabCommand.class, "Runs a whole experiment on real data and compares what came out."),
            new Subcommand(
                    "summary",
                    SummaryCommand.class,
                    "Shows the layers of a Keras model, their output shapes and parameters."),
            new Subcommand(
                    "inspect",
                    InspectCommand.class,
                    "Shows the operators, tensors, quantization and sizes of a .tflite file."),
            new Subcommand("convert", ConvertCommand.class, "Makes a .tflite file of a Keras model."),
            new Subcommand(
                    "quantize", QuantizeCommand.class, "Makes a smaller .tflite file of a float one, whoever made it."),
            new Subcommand(
                    "evaluate",
                    EvaluateCommand.class,
                    "Tells how accurate a model is: one of Keras in TensorFlow, a .tflite file in the TFLite runtime."),
            new Subcommand("benchmark", BenchmarkCommand.class, "Tells how quick a .tflite model is on this machine."),
            new Subcommand(
                    "compare",
                    CompareCommand.class,
                    "Compares .tflite files of one model with the first: accuracy, agreement, layers, sizes, latency."),
            new Subcommand(
                    "compress",
                    CompressCommand.class,
                    "Prunes, clusters, quantizes and distils a trained Keras model by a recipe, and compares what comes of it."),
            new Subcommand("help", HelpCommand.class, "Explains a command."),
            new Subcommand(
                    "version", VersionCommand.class, "Tells the versions of Espalier, Java, TFLite and TensorFlow."),
            new Subcommand(
                    "completion",
                    CompletionCommand.class,
                    "Prints a script that lets a shell complete commands, options and their values."));

    private Subcommands() {}

    /** @param description stands here and not in the class's annotation, which Java takes longer to read than to list all commands */
    private record Subcommand(String name, Class<?> type, String description) {
        void addWithOptions(CommandLine espalier) {
            CommandLine command = new CommandLine(type);
            command.getCommandSpec().usageMessage().description(description);
            espalier.addSubcommand(name, command);
        }

        void addWithoutOptions(CommandLine espalier) {
            CommandSpec spec = CommandSpec.create();
            spec.usageMessage().description(description);
            espalier.addSubcommand(name, spec);
        }
    }

    /** Adds every subcommand with all of its options. */
    static void addAll(CommandLine espalier) {
        ALL.forEach(each -> each.addWithOptions(espalier));
    }

    /** Adds the one that is named; where none is, the names and descriptions of all; where the name is unknown, all. */
    static void addNeeded(CommandLine espalier, String... arguments) {
        String name = firstName(arguments);
        if (name.isEmpty()) {
            ALL.forEach(each -> each.addWithoutOptions(espalier));
            return;
        }
        for (Subcommand each : ALL) {
            if (each.name().equals(name)) {
                each.addWithOptions(espalier);
                return;
            }
        }
        addAll(espalier);
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
}
