// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Text in lines that fit. */
final class Paragraphs {
    private static final int INDENT = 4;

    private Paragraphs() {}

    /** Each line of a text, broken at spaces where it is too long; what goes on below stands a little further in. */
    static String fit(String text, int width) {
        return text.lines()
                .flatMap(line -> isRule(line)
                        ? Stream.of(line.substring(0, Math.min(width, line.length())))
                        : wrap(line, width, " ".repeat(leading(line) + INDENT)).stream())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static boolean isRule(String line) {
        return !line.isEmpty() && line.chars().allMatch(each -> each == '-');
    }

    /** A name and what it means, in two columns. */
    static List<String> entry(String name, int column, String text, int width) {
        String start = name + " ".repeat(Math.max(1, column - name.length()));
        return wrap(start + text, width, " ".repeat(column));
    }

    /**
     * One line, broken at spaces; a word that is longer than a line is broken where the line ends.
     *
     * @param hanging what stands before all lines but the first
     */
    static List<String> wrap(String line, int width, String hanging) {
        List<String> lines = new ArrayList<>();
        String rest = line;
        int indent = leading(line);
        while (rest.length() > width) {
            int space = rest.lastIndexOf(' ', width);
            int end = space > indent ? space : width;
            lines.add(rest.substring(0, end).stripTrailing());
            rest = hanging + rest.substring(end).stripLeading();
            indent = hanging.length();
        }
        lines.add(rest);
        return lines;
    }

    private static int leading(String line) {
        return line.length() - line.stripLeading().length();
    }
}
