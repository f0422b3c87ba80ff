// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Commands that a user may paste into a shell. */
final class ShellCommand {
    /** Set by the launcher: how it was called. */
    private static final String PROGRAM = "espalier.command";

    // Letters of every language are safe; what a shell gives a meaning to is not.
    private static final Pattern SAFE = Pattern.compile("[\\p{L}\\p{N}\\p{M}_@%+:,./-][\\p{L}\\p{N}\\p{M}_@%+=:,./-]*");

    private static final String CONTINUED = " \\";

    private ShellCommand() {}

    /** A command of Espalier: the program as the user called it, then the words, quoted where the shell needs it. */
    static String espalier(Object... words) {
        return of(Stream.concat(Stream.of(program()), Arrays.stream(words)).toArray());
    }

    static String espalier(List<String> words) {
        return espalier(words.toArray());
    }

    /** Any command. */
    static String of(Object... words) {
        return Arrays.stream(words).map(word -> quoted(text(word))).collect(Collectors.joining(" "));
    }

    // A file's name may look like an option.
    private static String text(Object word) {
        return word instanceof Path && word.toString().startsWith("-") ? "./" + word : word.toString();
    }

    /**
     * A command in lines that fit, to be pasted as they are; an option stays beside its value.
     *
     * @param indent what stands before each line
     */
    static List<String> lines(String command, int width, String indent) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(indent);
        for (String words : command.split(" (?=-)")) {
            if (line.length() > indent.length() && line.length() + 1 + words.length() + CONTINUED.length() > width) {
                lines.add(line + CONTINUED);
                line = new StringBuilder(indent).append("   ");
            }
            line.append(line.length() > indent.length() ? " " : "").append(words);
        }
        lines.add(line.toString());
        return lines;
    }

    /** The name of this program as the user called it, not quoted. */
    static String program() {
        return System.getProperty(PROGRAM, "espalier");
    }

    private static String quoted(String word) {
        return SAFE.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
