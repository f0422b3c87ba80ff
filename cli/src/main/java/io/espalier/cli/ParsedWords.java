// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.experiment.ModelFormats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The words that a user typed, and how they are put right.
 *
 * @param command the one that they reached
 */
record ParsedWords(CommandSpec command, List<String> typed) {
    ParsedWords {
        typed = List.copyOf(typed);
    }

    /** The names that lead to the command, without the program's own. */
    List<String> path() {
        List<String> names = new ArrayList<>();
        for (CommandSpec each = command; each.parent() != null; each = each.parent()) {
            names.add(0, each.name());
        }
        return names;
    }

    /** The command as messages call it. */
    String name() {
        List<String> path = path();
        return path.isEmpty() ? command.name() : String.join(" ", path);
    }

    boolean has(OptionSpec option) {
        return typed.stream().anyMatch(word -> names(option).anyMatch(name -> isOption(word, name)));
    }

    private static Stream<String> names(OptionSpec option) {
        return Stream.of(option.names());
    }

    private static boolean isOption(String word, String name) {
        return word.equals(name) || word.startsWith(name + "=");
    }

    /** The first word that looks like an option, but is none of the command's. */
    Optional<String> unknownOption() {
        return typed.stream()
                .takeWhile(word -> !word.equals("--"))
                .filter(word -> word.startsWith("--") || word.matches("-[A-Za-z]+"))
                .filter(word -> command.findOption(optionName(word)) == null)
                .findFirst();
    }

    /** What a word that names an option gives it: what is attached, or the next word. */
    Optional<String> valueOf(String word) {
        int value = word.indexOf('=');
        if (value >= 0) {
            return Optional.of(word.substring(value + 1));
        }
        int next = typed.indexOf(word) + 1;
        return next > 0 && next < typed.size() && !typed.get(next).startsWith("--")
                ? Optional.of(typed.get(next))
                : Optional.empty();
    }

    /** Whether no other word can be a parameter, since all that the command takes came first. */
    boolean beginsWithItsParameters() {
        List<PositionalParamSpec> parameters = command.positionalParameters();
        int next = path().size();
        return parameters.isEmpty()
                || (parameters.size() == 1
                        && parameters.get(0).arity().max() <= 1
                        && next < typed.size()
                        && !typed.get(next).startsWith("-"));
    }

    /** The name of an option that may have its value attached. */
    static String optionName(String word) {
        int value = word.indexOf('=');
        return value < 0 ? word : word.substring(0, value);
    }

    /** The command that shows the help. */
    String help() {
        List<String> words = path();
        words.add("--help");
        return ShellCommand.espalier(words);
    }

    /** The same words with others behind them. */
    String followedBy(String... more) {
        List<String> words = new ArrayList<>(typed);
        words.addAll(List.of(more));
        return ShellCommand.espalier(words);
    }

    /** The same words with the last one of some kind replaced, or left out. */
    String replaced(Predicate<String> wrong, @Nullable String right) {
        List<String> words = new ArrayList<>(typed);
        for (int index = words.size() - 1; index >= 0; index--) {
            if (wrong.test(words.get(index))) {
                words.remove(index);
                if (right != null) {
                    words.add(index, right);
                }
                break;
            }
        }
        return ShellCommand.espalier(words);
    }

    /** The same words with another input, where what it is called may be the name of the output too. */
    String withInput(String wrong, String right) {
        List<String> words = new ArrayList<>(typed);
        for (int index = 0; index < words.size(); index++) {
            boolean isOutput = index > 0 && OutputFile.NAMES.contains(words.get(index - 1));
            if (words.get(index).equals(wrong) && !isOutput) {
                words.set(index, right);
            }
        }
        return ShellCommand.espalier(words);
    }

    /** The same words with another value of one argument. */
    String withValue(ArgSpec argument, String wrong, String right) {
        if (argument instanceof OptionSpec option) {
            String attached = names(option)
                    .map(name -> name + "=" + wrong)
                    .filter(typed::contains)
                    .findFirst()
                    .orElse(null);
            if (attached != null) {
                return replaced(attached::equals, attached.substring(0, attached.indexOf('=') + 1) + right);
            }
        }
        return replaced(word -> word.equals(wrong) || List.of(word.split(",")).contains(wrong), right);
    }

    /** The same words without these options and their values; of one that is there twice, the first goes. */
    String without(List<String> options) {
        List<String> words = new ArrayList<>(typed);
        options.forEach(option -> leaveOut(words, command.findOption(option)));
        return ShellCommand.espalier(words);
    }

    private static void leaveOut(List<String> words, OptionSpec option) {
        for (int index = 0; index < words.size(); index++) {
            String word = words.get(index);
            if (names(option).anyMatch(name -> isOption(word, name))) {
                words.remove(index);
                if (option.arity().max() > 0 && !word.contains("=")) {
                    words.remove(index);
                }
                return;
            }
        }
    }

    /**
     * The same words with what is missing, if a likely value is known for each, else the command that shows the help.
     *
     * @param named whether the option's name is there already, at the end
     */
    String completed(Collection<ArgSpec> missing, boolean named) {
        List<String> words = new ArrayList<>(typed);
        for (ArgSpec argument : positionalFirst(missing)) {
            Optional<String> value = likely(argument, words);
            if (value.isEmpty()) {
                return help();
            }
            if (argument instanceof OptionSpec option && !named) {
                words.add(option.longestName());
            } else if (argument instanceof OptionSpec option
                    && names(option).noneMatch(words.get(words.size() - 1)::equals)) {
                return help();
            }
            words.add(value.get());
        }
        return ShellCommand.espalier(words);
    }

    // Names of outputs follow from those of inputs.
    private static List<ArgSpec> positionalFirst(Collection<ArgSpec> arguments) {
        return arguments.stream()
                .sorted(Comparator.comparing(ArgSpec::isOption))
                .toList();
    }

    private Optional<String> likely(ArgSpec argument, List<String> words) {
        List<String> choices = Explanation.choices(argument);
        if (!choices.isEmpty()) {
            return Optional.of(choices.contains("dynamic") ? "dynamic" : choices.get(0));
        }
        if (argument.defaultValue() != null) {
            return Optional.of(argument.defaultValue());
        }
        return switch (argument.paramLabel()) {
            case DataArgument.LABEL -> Optional.of("mnist");
            case InputModel.LABEL -> argument.arity().max() > 1 ? Optional.empty() : aModelHere();
            case OutputFile.LABEL ->
                ending(Explanation.name(argument))
                        .flatMap(ending -> model(words).map(file -> OutputFile.proposal(file, ending)));
            case OutputFile.FOLDER_LABEL -> model(words).map(file -> OutputFile.proposal(file, "-small"));
            default -> Optional.empty();
        };
    }

    /** How the name of a file ends that an option lets the command write; empty for one that it reads. */
    private static Optional<String> ending(String option) {
        return switch (option) {
            case "--output" -> Optional.of(".tflite");
            case "--html" -> Optional.of(".html");
            case "--save-ranges" -> Optional.of(".json");
            default -> Optional.empty();
        };
    }

    private static boolean isCalledLikeAModel(String word) {
        return ModelFormats.claiming(word).isPresent();
    }

    private static Optional<Path> model(List<String> words) {
        return words.stream()
                .filter(ParsedWords::isCalledLikeAModel)
                .map(Path::of)
                .findFirst();
    }

    private static Optional<String> aModelHere() {
        try (Stream<Path> files = Files.list(Path.of(""))) {
            return files.map(Path::toString)
                    .filter(ParsedWords::isCalledLikeAModel)
                    .sorted()
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // there is only no example to give then
        }
    }
}
