// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import io.espalier.base.internal.HarmlessPath;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The words of a command that was run: all options by their longest names, whatever form the user gave them. */
final class RunWords {
    /** Options that name what is written. */
    static final Set<String> WRITTEN =
            Set.of("--output", "--out", "--save-ranges", "--save-recipe", "--html", "--node-data", "--csv");

    /** Options that hold data which may have a name. */
    private static final Set<String> DATA = Set.of("--data", "--calibrate");

    /** They say how much is printed, or what may be overwritten: nothing follows from them. */
    static final Set<String> NOT_KEPT =
            Set.of("--quiet", "--verbose", "--debug", "--help", "--version", "--json", "--plan", "--force", "--resume");

    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Given> given = new ArrayList<>();

    RunWords(CommandSpec command) {
        String qualified = command.qualifiedName(" ");
        for (String name : qualified.substring(qualified.indexOf(' ') + 1).split(" ")) {
            arguments.add(name);
        }
        ParseResult parsed = command.commandLine().getParseResult();
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            add(parameter, parameter.paramLabel(), parsed.hasMatchedPositional(parameter));
        }
        for (OptionSpec option : command.options()) {
            if (!NOT_KEPT.contains(option.longestName())) {
                add(option, option.longestName(), parsed.hasMatchedOption(option));
            }
        }
    }

    /** A value that may name something that was read. */
    record Given(String role, String value) {
        boolean isNamedData() {
            return DATA.contains(role) && isName(value);
        }

        private static boolean isName(String value) {
            for (String name : DataArgument.names()) {
                if (name.equals(value)) {
                    return true;
                }
            }
            return false;
        }

        /** The file that it may be: the value, or what stands behind a name as in OUTPUT=FILE; null if it can be none. */
        @Nullable
        Path path() {
            try {
                return Path.of(value.substring(value.lastIndexOf('=') + 1));
            } catch (InvalidPathException e) {
                return null;
            }
        }
    }

    private void add(ArgSpec spec, String name, boolean isGiven) {
        boolean isOption = spec.isOption();
        if (isGiven && spec.arity().max() == 0) {
            arguments.add(name);
            settings.put(name, "true");
            return;
        }
        if (!isGiven) {
            String usual = spec.defaultValue();
            if (usual != null && spec.arity().max() > 0) {
                settings.put(name, usual);
            }
            return;
        }
        List<String> shown = new ArrayList<>();
        for (String value : spec.originalStringValues()) {
            if (isOption) {
                arguments.add(name);
            }
            arguments.add(HarmlessPath.hidden(value));
            shown.add(HarmlessPath.hidden(value));
            if (!WRITTEN.contains(name) && mayBeFile(spec, value)) {
                given.add(new Given(name, value));
            }
        }
        settings.put(name, String.join(", ", shown));
    }

    /** What takes a name or a file takes files of recipes. */
    private static boolean mayBeFile(ArgSpec spec, String value) {
        return !value.isEmpty()
                && FishCompletion.takesFiles(spec)
                && (!spec.paramLabel().contains("NAME") || RecipeKind.isFile(value));
    }

    /** The names of the command, its words, and its options. */
    List<String> arguments() {
        return arguments;
    }

    /** The values of all options, given or not. */
    Map<String, String> settings() {
        return settings;
    }

    /** What was given by the user, but what is written. */
    List<Given> given() {
        return given;
    }
}
