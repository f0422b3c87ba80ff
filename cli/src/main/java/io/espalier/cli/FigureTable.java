// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Figures in columns, with a name at the end of each line. Where the terminal is too narrow, columns are left out and named below, and
 * long names are cut.
 *
 * @param titles of the columns, the name's last
 * @param rows a cell for each column
 * @param dispensable titles of columns that may be left out, the least important first
 */
record FigureTable(List<String> titles, List<List<String>> rows, List<String> dispensable) {
    private static final String GAP = "  ";
    private static final int LEAST_NAME = 24;
    private static final String CUT = "...";

    FigureTable {
        titles = List.copyOf(titles);
        rows = List.copyOf(rows);
        dispensable = List.copyOf(dispensable);
    }

    /** The lines, without one at the end; all columns and whole names where the width is unknown. */
    String text(OptionalInt width) {
        int name = titles.size() - 1;
        List<Integer> shown =
                new ArrayList<>(IntStream.rangeClosed(0, name).boxed().toList());
        List<String> left = new ArrayList<>();
        for (String title : dispensable) {
            if (width.isEmpty() || figures(shown) + LEAST_NAME <= width.getAsInt()) {
                break;
            }
            if (shown.remove((Object) titles.indexOf(title))) {
                left.add(title);
            }
        }
        int room = width.isEmpty() ? Integer.MAX_VALUE : Math.max(LEAST_NAME, width.getAsInt() - figures(shown));
        List<String> lines = new ArrayList<>();
        lines.add(line(titles, shown, room));
        rows.forEach(row -> lines.add(line(row, shown, room)));
        if (!left.isEmpty()) {
            lines.add("Columns left out to fit the window: " + String.join(", ", left));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private int figures(List<Integer> shown) {
        return shown.stream()
                .filter(column -> column < titles.size() - 1)
                .mapToInt(column -> width(column) + GAP.length())
                .sum();
    }

    private int width(int column) {
        return Math.max(
                titles.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }

    private String line(List<String> cells, List<Integer> shown, int room) {
        return shown.stream()
                .map(column -> column == titles.size() - 1
                        ? cut(cells.get(column), room)
                        : " ".repeat(width(column) - cells.get(column).length()) + cells.get(column))
                .collect(Collectors.joining(GAP))
                .stripTrailing();
    }

    private static String cut(String name, int room) {
        return name.length() <= room ? name : name.substring(0, room - CUT.length()) + CUT;
    }
}
