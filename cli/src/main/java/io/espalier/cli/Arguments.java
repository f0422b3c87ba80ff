// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * What a command takes, in the order in which help lists it. Told to picocli in code, not by annotations, which Java takes longer to read
 * than most commands need to run.
 */
final class Arguments {
    private final CommandSpec command;

    Arguments(CommandSpec command) {
        this.command = command;
    }

    /** The names of the options so far. */
    Set<String> names() {
        return command.options().stream().map(OptionSpec::longestName).collect(Collectors.toCollection(HashSet::new));
    }

    /** An option that takes no value. */
    Argument<Boolean> flag(String name, String description) {
        return option(
                boolean.class, OptionSpec.builder(name).defaultValue("false").description(description));
    }

    /**
     * An option that takes a value.
     *
     * @param type of the value
     * @param option as {@link #named} begins it
     */
    <T> Argument<T> option(Class<T> type, OptionSpec.Builder option) {
        return added(option.type(type).build());
    }

    /** An option that takes a text, and may be given again and again. */
    Argument<List<String>> repeated(String name, String label, String description) {
        return added(named(name, label, description)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .build());
    }

    /** An option that takes a number of threads, all processors unless given. */
    Argument<Integer> threads(String description) {
        String all = String.valueOf(Runtime.getRuntime().availableProcessors());
        return option(int.class, named("--threads", "N", description).defaultValue(all));
    }

    /** The one word that the command takes besides options. */
    <T> Argument<T> parameter(Class<T> type, String label, String description) {
        return parameter(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(type)
                .paramLabel(label)
                .description(description)
                .build());
    }

    /** The one word that the command takes besides options, which may be one of these. */
    Argument<String> parameter(String label, List<String> candidates, String description) {
        return parameter(PositionalParamSpec.builder()
                .index("0")
                .arity("1")
                .required(true)
                .type(String.class)
                .paramLabel(label)
                .completionCandidates(candidates)
                .description(description)
                .build());
    }

    /** All words that the command takes besides options: some, or none where they are not required. */
    <T> Argument<List<T>> parameters(Class<T> type, String label, boolean required, String description) {
        return parameter(PositionalParamSpec.builder()
                .index("0..*")
                .arity(required ? "1..*" : "0..*")
                .required(required)
                .type(List.class)
                .auxiliaryTypes(type)
                .paramLabel(label)
                .description(description)
                .build());
    }

    private <T> Argument<T> parameter(PositionalParamSpec parameter) {
        command.addPositional(parameter);
        return new Argument<>(parameter);
    }

    private <T> Argument<T> added(OptionSpec option) {
        command.addOption(option);
        return new Argument<>(option);
    }

    /**
     * An option that takes a value, to be passed to {@link #option}.
     *
     * @param label what stands for the value in help
     */
    static OptionSpec.Builder named(String name, String label, String description) {
        return OptionSpec.builder(name).paramLabel(label).description(description);
    }
}
