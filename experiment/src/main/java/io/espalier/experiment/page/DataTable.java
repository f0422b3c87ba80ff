// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table whose rows can be sorted by a click on the head of a column; without JavaScript it is a table. The first column names the row.
 *
 * @param caption what the table shows, any text
 * @param columns the heads, from left to right
 * @param rows the rows, each with a cell for each column
 */
public record DataTable(String caption, List<Column> columns, List<Row> rows) {
    public DataTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
        for (Row row : rows) {
            if (row.cells.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row of " + row.cells.size() + " cells in a table of " + columns.size() + " columns");
            }
        }
    }

    /**
     * The head of a column.
     *
     * @param title any text
     * @param number whether its cells are numbers, which stand at the right and are first sorted from the largest
     * @param explanation what the figures are, with their unit, shown when the mouse rests on the head; empty for none
     */
    public record Column(String title, boolean number, String explanation) {
        /** A column of text. */
        public static Column text(String title) {
            return new Column(title, false, "");
        }

        /** A column of numbers. */
        public static Column number(String title, String explanation) {
            return new Column(title, true, explanation);
        }
    }

    /**
     * A row.
     *
     * @param cells from left to right
     * @param marked whether the row stands out, such as that of the recommended file
     */
    public record Row(List<Cell> cells, boolean marked) {
        public Row {
            cells = List.copyOf(cells);
        }

        /** A row that does not stand out. */
        public static Row of(Cell... cells) {
            return new Row(List.of(cells), false);
        }
    }

    /**
     * A cell.
     *
     * @param content what it shows
     * @param key the number to sort by; NaN if it has none, which is sorted to the end. Text is sorted by itself
     */
    public record Cell(Html content, double key) {
        /** What stands for a figure that does not exist. */
        public static final Cell NONE = new Cell(Html.text("-"), Double.NaN);

        /** Any text. */
        public static Cell text(String text) {
            return new Cell(Html.text(text), Double.NaN);
        }

        /** A number as it is shown, and as it is sorted; a dash for null. */
        public static Cell number(@Nullable Number value, String shown) {
            return value == null || Double.isNaN(value.doubleValue())
                    ? NONE
                    : new Cell(Html.text(shown), value.doubleValue());
        }
    }

    /** The table, which scrolls sideways where it does not fit. */
    public Html toHtml() {
        List<Html> heads = columns.stream().map(DataTable::head).toList();
        Html body = Html.element("tbody", Html.of(rows.stream().map(this::row).toList()));
        Html table = Html.element(
                "table",
                Html.attributes("class", "data"),
                Html.of(
                        Html.element("caption", caption),
                        Html.element("thead", Html.element("tr", Html.of(heads))),
                        body));
        return Html.element(
                "div",
                // what scrolls must be reached by keyboard
                Html.attributes("class", "wide", "tabindex", "0", "role", "region", "aria-label", caption),
                table);
    }

    private static Html head(Column column) {
        Map<String, String> attributes = Html.attributes("scope", "col");
        if (column.number) {
            attributes.put("class", "number");
        }
        if (!column.explanation.isEmpty()) {
            attributes.put("title", column.explanation);
        }
        return Html.element("th", attributes, Html.text(column.title));
    }

    private Html row(Row row) {
        List<Html> cells = new ArrayList<>();
        for (int place = 0; place < columns.size(); place++) {
            cells.add(cell(row.cells.get(place), place));
        }
        return Html.element("tr", row.marked ? Map.of("class", "marked") : Map.of(), Html.of(cells));
    }

    private static String plain(Html content) {
        return content.markup().replace(",", "");
    }

    private Html cell(Cell cell, int place) {
        Map<String, String> attributes = place == 0 ? Html.attributes("scope", "row") : Html.attributes();
        if (columns.get(place).number) {
            attributes.put("class", "number");
            // Most numbers sort by what they show.
            if (!Double.isNaN(cell.key) && !Double.toString(cell.key).equals(plain(cell.content) + ".0")) {
                attributes.put("data-key", Double.toString(cell.key));
            }
        }
        return Html.element(place == 0 ? "th" : "td", attributes, cell.content);
    }
}
