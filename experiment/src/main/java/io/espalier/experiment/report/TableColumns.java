// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The columns of tables of figures, and how figures are written in them. */
final class TableColumns {
    private TableColumns() {}

    static <T> ColumnData<T> left(String title, Function<T, String> cell) {
        return column(title, HorizontalAlign.LEFT, cell);
    }

    static <T> ColumnData<T> right(String title, Function<T, String> cell) {
        return column(title, HorizontalAlign.RIGHT, cell);
    }

    static <T> ColumnData<T> column(String title, HorizontalAlign align, Function<T, String> cell) {
        return new Column().header(title).headerAlign(align).dataAlign(align).with(cell);
    }

    static String grouped(long number) {
        return String.format(Locale.US, "%,d", number);
    }

    static String percent(double share) {
        return String.format(Locale.US, "%.1f%%", 100 * share);
    }

    static String orDash(String format, @Nullable Double number) {
        return number == null ? "-" : String.format(Locale.US, format, number);
    }
}
