// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.internal;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words of a command as a shell takes them. */
public final class Command {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+=,-]+");

    private Command() {}

    /** The words in a line, those in quotes that a shell would read otherwise. */
    public static String words(String... words) {
        return Arrays.stream(words).map(Command::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
