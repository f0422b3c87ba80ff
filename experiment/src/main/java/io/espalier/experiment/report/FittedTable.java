// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A table of figures in lines that fit a terminal. Where the terminal is too narrow, columns are left out, the least important first, and
 * named below the table; a name in the first column that would take half of the room goes on in the next line.
 *
 * @param dispensable titles of columns that may be left out, the least important first
 */
record FittedTable<T>(List<T> rows, List<ColumnData<T>> columns, List<String> dispensable) {
    private static final Character[] BORDERS = AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER;
    private static final int PADDING = 2;
    private static final String BREAKS = "/\\_-.;: ";

    public FittedTable {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
        dispensable = List.copyOf(dispensable);
    }

    /** The table's lines, without one at the end; all columns where the width is unknown. */
    public String text(OptionalInt width) {
        if (width.isEmpty()) {
            return AsciiTable.getTable(BORDERS, rows, columns);
        }
        List<ColumnData<T>> shown = new ArrayList<>(columns);
        shown.set(0, broken(columns.get(0), width.getAsInt() / 2 - PADDING));
        List<String> left = new ArrayList<>();
        for (String title : dispensable) {
            if (width(shown) <= width.getAsInt()) {
                break;
            }
            shown.removeIf(column -> title(column).equals(title));
            left.add(title);
        }
        String table = AsciiTable.getTable(BORDERS, rows, shown);
        return left.isEmpty()
                ? table
                : table + System.lineSeparator() + "Columns left out to fit the window:"
                        + names(left, width.getAsInt());
    }

    private static String names(List<String> left, int width) {
        StringBuilder text = new StringBuilder();
        int column = "Columns left out to fit the window:".length();
        for (int index = 0; index < left.size(); index++) {
            String name = " " + left.get(index) + (index == left.size() - 1 ? "" : ",");
            if (column + name.length() > width) {
                text.append(System.lineSeparator()).append("   ");
                column = 3;
            }
            text.append(name);
            column += name.length();
        }
        return text.toString();
    }

    private int width(List<ColumnData<T>> shown) {
        int between = shown.size() - 1;
        return between + shown.stream().mapToInt(this::width).sum();
    }

    private int width(ColumnData<T> column) {
        int widest = rows.stream()
                .flatMap(row -> cell(column, row).lines())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        return PADDING + Math.max(widest, title(column).length());
    }

    private static String title(ColumnData<?> column) {
        return String.valueOf(column.getHeader());
    }

    private static <T> String cell(ColumnData<T> column, T row) {
        return String.valueOf(column.getCellValue(row));
    }

    private ColumnData<T> broken(ColumnData<T> names, int room) {
        return TableColumns.column(title(names), HorizontalAlign.LEFT, row -> broken(cell(names, row), room));
    }

    /** A name in lines of at most so many characters, broken behind what parts its words where that can be. */
    private static String broken(String name, int room) {
        StringBuilder lines = new StringBuilder();
        String rest = name;
        while (rest.length() > room) {
            int end = room;
            while (end > room / 2 && BREAKS.indexOf(rest.charAt(end - 1)) < 0) {
                end--;
            }
            int cut = end > room / 2 ? end : room;
            lines.append(rest, 0, cut).append('\n');
            rest = "  " + rest.substring(cut);
        }
        return lines.append(rest).toString();
    }
}
