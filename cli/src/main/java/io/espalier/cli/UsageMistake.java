// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.NearestName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Arguments that the parser did not understand, in plain words.
 *
 * @param hint a command to paste: the user's own put right where it is clear how, else the one that shows the help
 */
record UsageMistake(String message, String hint) {
    /** picocli tells of this case only in the text of its message. */
    private static final Pattern OPTION_FOR_VALUE = Pattern.compile("Unknown option: '(?<unknown>[^']*)'; Expected.*");

    static UsageMistake of(ParameterException failure, List<String> arguments) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        ParsedWords words = new ParsedWords(command, arguments);
        if (failure instanceof UnmatchedArgumentException unmatched) {
            return unmatched(unmatched, words);
        }
        if (failure instanceof MissingParameterException missing) {
            return missing(missing, words);
        }
        if (failure instanceof OverwrittenOptionException repeated) {
            String name = Explanation.name(repeated.getOverwritten());
            return new UsageMistake(name + " is given more than once; give it once", words.without(List.of(name)));
        }
        if (isFlag(failure.getArgSpec())) {
            String name = Explanation.name(failure.getArgSpec());
            return new UsageMistake(
                    name + " takes no value", words.replaced(word -> word.startsWith(name + "="), name));
        }
        if (failure.getArgSpec() != null && failure.getValue() != null) {
            return wrongValue(failure, words);
        }
        return new UsageMistake(String.valueOf(failure.getMessage()), words.help());
    }

    private static boolean isFlag(@Nullable ArgSpec argument) {
        return argument instanceof OptionSpec option && option.arity().max() == 0;
    }

    private static UsageMistake unmatched(UnmatchedArgumentException failure, ParsedWords words) {
        CommandSpec command = words.command();
        String word = failure.getUnmatched().isEmpty()
                ? unknownOption(failure)
                : failure.getUnmatched().get(0);
        if (word.startsWith("-")) {
            return unknownOption(word, words);
        }
        if (!command.subcommands().isEmpty()) {
            Optional<String> meant = nearest(word, command.subcommands().keySet());
            return new UsageMistake(
                    "unknown " + (words.path().isEmpty() ? "command" : words.name()) + " '" + word + "'"
                            + didYouMean(meant),
                    meant.map(name -> words.replaced(word::equals, name)).orElseGet(words::help));
        }
        int takes = command.positionalParameters().size();
        String most = takes == 0
                ? " takes only options; unexpected argument '"
                : " takes one " + command.positionalParameters().get(0).paramLabel() + "; unexpected argument '";
        return new UsageMistake(words.name() + most + word + "'", words.replaced(word::equals, null));
    }

    private static UsageMistake unknownOption(String word, ParsedWords words) {
        String typed = ParsedWords.optionName(word);
        Optional<ArgSpec> parameter = parameter(typed, words.command());
        if (parameter.isPresent()) {
            return new UsageMistake(
                    words.name() + ": unknown option '" + typed + "'; "
                            + parameter.get().paramLabel() + " stands by itself, without a name before it",
                    words.replaced(
                            word::equals, word.equals(typed) ? null : word.substring(typed.length() + "=".length())));
        }
        Optional<String> meant = typed.length() > "-x".length()
                ? nearest(typed, options(words.command(), hasValue(word, words)))
                        .filter(name -> takes(words.command().findOption(name), words.valueOf(word)))
                : Optional.empty();
        return new UsageMistake(
                words.name() + ": unknown option '" + typed + "'" + didYouMean(meant),
                meant.map(name -> words.replaced(word::equals, name + word.substring(typed.length())))
                        .orElseGet(words::help));
    }

    /** What is not named, but was: {@code --space SPACE.yaml}. */
    private static Optional<ArgSpec> parameter(String typed, CommandSpec command) {
        return command.positionalParameters().stream()
                .<ArgSpec>map(each -> each)
                .filter(each -> typed.equalsIgnoreCase("--" + each.paramLabel().replaceFirst("\\..*", "")))
                .findFirst();
    }

    /** Whether an option could have the value that was given to one that is unknown. */
    private static boolean takes(OptionSpec option, Optional<String> value) {
        for (ITypeConverter<?> converter : option.converters()) {
            try {
                converter.convert(value.orElse(""));
            } catch (Exception e) { // picocli's converters may throw any
                return value.isEmpty();
            }
        }
        return true;
    }

    private static String unknownOption(UnmatchedArgumentException failure) {
        Matcher matcher = OPTION_FOR_VALUE.matcher(String.valueOf(failure.getMessage()));
        return matcher.matches() ? matcher.group("unknown") : "";
    }

    private static UsageMistake missing(MissingParameterException failure, ParsedWords words) {
        Optional<String> unknown = words.unknownOption();
        if (unknown.isPresent()) {
            return unknownOption(unknown.get(), words); // what is missing may be there under a wrong name
        }
        ArgSpec first = failure.getMissing().get(0);
        if (first.isOption() && words.has((OptionSpec) first)) {
            return new UsageMistake(
                    Explanation.name(first) + " needs a value: " + explained(first),
                    words.completed(failure.getMissing(), true));
        }
        // The parser names no option as long as a parameter is missing.
        Set<ArgSpec> missing = new LinkedHashSet<>(failure.getMissing());
        words.command().options().stream()
                .filter(option -> option.required() && !words.has(option))
                .forEach(missing::add);
        String all = missing.stream()
                .map(each -> String.format(Locale.US, "%n  %s: %s", Explanation.name(each), explained(each)))
                .collect(Collectors.joining());
        return new UsageMistake(words.name() + ": missing arguments:" + all, words.completed(missing, false));
    }

    private static UsageMistake wrongValue(ParameterException failure, ParsedWords words) {
        ArgSpec argument = failure.getArgSpec();
        String value = failure.getValue();
        String what = Explanation.name(argument) + ": '" + value + "' ";
        List<String> choices = Explanation.choices(argument);
        if (argument.type().isEnum()) {
            Optional<String> meant = nearest(value, choices);
            return new UsageMistake(
                    what + "is not one of " + String.join(", ", choices) + didYouMean(meant),
                    words.withValue(argument, value, meant.orElse(choices.get(0))));
        }
        if (failure.getCause() instanceof TypeConversionException own && argument.converters().length > 0) {
            return new UsageMistake(
                    Explanation.name(argument) + ": " + own.getMessage(),
                    choices.isEmpty() ? words.help() : words.withValue(argument, value, choices.get(0)));
        }
        return new UsageMistake(what + "is not " + kind(argument), words.withValue(argument, value, usual(argument)));
    }

    private static String kind(ArgSpec argument) {
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class || type == float.class || type == Float.class) {
            return "a number";
        }
        return "a " + argument.paramLabel();
    }

    private static String usual(ArgSpec argument) {
        return argument.defaultValue() == null ? "1" : argument.defaultValue();
    }

    private static String explained(ArgSpec argument) {
        String sentence = Explanation.sentence(argument);
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Whether the option must have had a value: what follows it has no place otherwise. */
    private static boolean hasValue(String word, ParsedWords words) {
        return words.valueOf(word).isPresent() && (word.contains("=") || words.beginsWithItsParameters());
    }

    private static Collection<String> options(CommandSpec command, boolean withValue) {
        return command.optionsMap().entrySet().stream()
                .filter(option -> !(withValue && isFlag(option.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The name that was meant: the only one that starts so, or one that is spelled nearly so. */
    static Optional<String> nearest(String typed, Collection<String> names) {
        List<String> longer = new ArrayList<>(
                names.stream().filter(name -> name.startsWith(typed)).toList());
        if (longer.size() == 1 && typed.length() > 2) {
            return Optional.of(longer.get(0));
        }
        return NearestName.of(typed, names);
    }

    private static String didYouMean(Optional<String> meant) {
        return meant.map(name -> " (did you mean '" + name + "'?)").orElse("");
    }
}
