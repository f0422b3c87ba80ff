// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.List;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What an option or parameter is called, takes and means. */
final class Explanation {
    private Explanation() {}

    /** Its longest name, or what stands for it in help. */
    static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    /** Its names, and what stands for its value. */
    static String usage(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option)) {
            return argument.paramLabel();
        }
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return String.join(", ", option.names()) + value;
    }

    /** What it means, in a sentence. */
    static String sentence(ArgSpec argument) {
        return String.join(" ", argument.description())
                .replace("${COMPLETION-CANDIDATES}", String.join(", ", choices(argument)))
                .replace("${DEFAULT-VALUE}", String.valueOf(argument.defaultValue()));
    }

    /** The values that it is known to take. */
    static List<String> choices(ArgSpec argument) {
        return argument.completionCandidates() == null
                ? List.of()
                : StreamSupport.stream(argument.completionCandidates().spliterator(), false)
                        .toList();
    }
}
