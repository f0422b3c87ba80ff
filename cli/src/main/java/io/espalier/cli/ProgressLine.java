// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.Locale;

/** A line of a terminal that is written over again and again, to say what is going on. */
final class ProgressLine {
    private static final int WIDTH = 76;

    private ProgressLine() {}

    /** What is going on, in place of what was said before. */
    static String of(String what) {
        String line = what.length() > WIDTH ? what.substring(0, WIDTH - 3) + "..." : what;
        return "\r" + padded(line) + "\r";
    }

    /** The last word, which stays. */
    static String last(String what) {
        return "\r" + padded(what) + System.lineSeparator();
    }

    private static String padded(String line) {
        return String.format(Locale.US, "%-" + WIDTH + "s", line);
    }
}
