// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The options that were given to a command and shaped what it made, for a command that is to make the same or go on with it. */
final class RepeatedOptions {
    /** They say where files go and what is told, measured or only tried. */
    private static final Set<String> SHAPE_NOTHING = Set.of("--dry-run", "--check-latency", "--threads");

    private RepeatedOptions() {}

    /**
     * Their words.
     *
     * @param others names of options that shaped something else
     */
    static List<Object> words(CommandSpec command, Set<String> others) {
        List<Object> words = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            String name = option.longestName();
            boolean isGiven = command.commandLine().getParseResult().hasMatchedOption(option);
            if (!isGiven
                    || others.contains(name)
                    || SHAPE_NOTHING.contains(name)
                    || RunWords.WRITTEN.contains(name)
                    || RunWords.NOT_KEPT.contains(name)) {
                continue;
            }
            if (option.arity().max() == 0) {
                words.add(name);
                continue;
            }
            for (String value : option.originalStringValues()) {
                words.addAll(List.of(name, value));
            }
        }
        return words;
    }
}
