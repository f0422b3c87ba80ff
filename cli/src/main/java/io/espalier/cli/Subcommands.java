// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The subcommands, in the order in which help lists them.
 *
 * <p>A command line is given the one that its arguments ask for: setting up all of them takes longer than most commands need to run.
 * Whoever wants the whole tree, as help on a subcommand or completion, adds all.
 */
final class Subcommands {
    private static final List<Entry> ALL = List.of(
            new Entry("lab", "Runs a whole experiment on real data and compares what came out."),
            new Entry("summary", "Shows the layers of a Keras model, their output shapes and parameters."),
            new Entry("inspect", "Shows the operators, tensors, quantization and sizes of a .tflite file."),
            new Entry("convert", "Makes a .tflite file of a Keras model."),
            new Entry("quantize", "Makes a smaller .tflite file of a float one, whoever made it."),
            new Entry(
                    "evaluate",
                    "Tells how accurate a model is: one of Keras in TensorFlow, a .tflite file in the TFLite runtime."),
            new Entry("benchmark", "Tells how quick a .tflite model is on this machine."),
            new Entry(
                    "compare",
                    "Compares .tflite files of one model with the first: accuracy, agreement, layers, sizes, latency."),
            new Entry(
                    "compress",
                    "Prunes, clusters, quantizes and distils a trained Keras model by a recipe, and compares what comes of it."),
            new Entry("help", "Explains a command."),
            new Entry("version", "Tells the versions of Espalier, Java, TFLite and TensorFlow."),
            new Entry("completion", "Prints a script that lets a shell complete commands, options and their values."));

    private Subcommands() {}

    private record Entry(String name, String description) {
        void addWithOptions(CommandLine espalier) {
            add(create(name).spec(), espalier);
        }

        void addWithoutOptions(CommandLine espalier) {
            add(CommandSpec.create(), espalier);
        }

        private void add(CommandSpec spec, CommandLine espalier) {
            spec.usageMessage().description(description);
            espalier.addSubcommand(name, spec);
        }
    }

    private static Subcommand create(String name) {
        return switch (name) {
            case "lab" -> new LabCommand();
            case "summary" -> new SummaryCommand();
            case "inspect" -> new InspectCommand();
            case "convert" -> new ConvertCommand();
            case "quantize" -> new QuantizeCommand();
            case "evaluate" -> new EvaluateCommand();
            case "benchmark" -> new BenchmarkCommand();
            case "compare" -> new CompareCommand();
            case "compress" -> new CompressCommand();
            case "help" -> new HelpCommand();
            case "version" -> new VersionCommand();
            case "completion" -> new CompletionCommand();
            default -> throw new IllegalArgumentException("there is no command '" + name + "'");
        };
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
        for (Entry each : ALL) {
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
