// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** How many characters a line has room for. */
final class Width {
    /** Set by the launcher where standard output is a terminal: the number of its columns. */
    private static final String COLUMNS = "espalier.columns";

    private static final int LEAST = 60;
    private static final int USUAL = 80;

    /** Longer lines are hard to read. */
    private static final int MOST_FOR_HELP = 120;

    private Width() {}

    /** Of the terminal that results go to; empty where they go to a file or another program, which are to have all of them. */
    static OptionalInt ofResults() {
        OptionalInt columns = number(System.getProperty(COLUMNS));
        return columns.isEmpty() ? columns : OptionalInt.of(Math.max(LEAST, columns.getAsInt()));
    }

    /** Of help, which always fits some terminal. */
    static int ofHelp() {
        int columns =
                ofResults().orElseGet(() -> number(System.getenv("COLUMNS")).orElse(USUAL));
        return Math.min(MOST_FOR_HELP, Math.max(LEAST, columns));
    }

    private static OptionalInt number(@Nullable String text) {
        try {
            int number = text == null ? 0 : Integer.parseInt(text.strip());
            return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
        } catch (NumberFormatException e) {
            return OptionalInt.empty(); // whoever set it meant nothing that can be known
        }
    }
}
