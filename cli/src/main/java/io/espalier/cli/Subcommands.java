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
            new Entry("lab", "Runs a complete experiment on real data and compares the results."),
            new Entry("summary", "Shows the layers of a Keras model, their output shapes and parameters."),
            new Entry(
                    "inspect",
                    "Shows the operators, tensors, quantization and sizes of a model in TFLite, and what runtimes do with it."),
            new Entry("convert", "Converts a model to a .tflite file, or to .keras or .h5."),
            new Entry("export", "Writes a model in another format, such as TensorFlow.js for the web."),
            new Entry("quantize", "Quantizes a float .tflite file, from any converter, to make it smaller."),
            new Entry(
                    "sensitivity",
                    "Shows what each layer of a model costs alone, in fewer bits or with fewer weights."),
            new Entry(
                    "evaluate",
                    "Measures the accuracy of a model of layers (in TensorFlow) or of operators (in the TFLite runtime)."),
            new Entry("benchmark", "Measures the latency of a model in TFLite on this machine."),
            new Entry(
                    "compare",
                    "Compares forms of one model in TFLite: accuracy, agreement with the first, layers, sizes, latency."),
            new Entry(
                    "compress",
                    "Prunes, clusters, quantizes and distils a trained Keras model by a recipe, and compares the results."),
            new Entry(
                    "search",
                    "Finds the best recipe of a space: keys with several values, objectives and constraints."),
            new Entry("recipe", "Lists, shows and checks recipes."),
            new Entry("runs", "Lists, shows, compares and repeats the runs that made files."),
            new Entry("report", "Shows the report of a lab or of compress again, as a table or as a page with charts."),
            new Entry("formats", "Lists the formats of models that are read and written, with versions and limits."),
            new Entry("help", "Explains a command."),
            new Entry("version", "Prints the versions of Espalier, Java, TFLite and TensorFlow."),
            new Entry("completion", "Prints a script that completes commands, options and values in your shell."));

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
            case "export" -> new ExportCommand();
            case "recipe" -> new RecipeCommand();
            case "runs" -> new RunsCommand();
            case "formats" -> new FormatsCommand();
            case "quantize" -> new QuantizeCommand();
            case "sensitivity" -> new SensitivityCommand();
            case "evaluate" -> new EvaluateCommand();
            case "benchmark" -> new BenchmarkCommand();
            case "compare" -> new CompareCommand();
            case "compress" -> new CompressCommand();
            case "search" -> new SearchCommand();
            case "report" -> new ReportCommand();
            case "help" -> new HelpCommand();
            case "version" -> new VersionCommand();
            case "completion" -> new CompletionCommand();
            default -> throw new IllegalArgumentException("unknown command '" + name + "'");
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
