// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report's variants as one aligned table: a row a variant, sizes also as shares of the baseline's. */
public final class ReportTable {
    private static final Character[] BORDERS = AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER;

    private ReportTable() {}

    /** The table's lines, without one at the end. */
    public static String of(Report report) {
        Variant baseline = report.variants().get(0);
        List<ColumnData<Variant>> columns = List.of(
                left("model", Variant::name),
                right("bytes", variant -> grouped(variant.bytes())),
                right("of baseline", variant -> percent((double) variant.bytes() / baseline.bytes())),
                right("gzip bytes", variant -> grouped(variant.gzipBytes())),
                right("accuracy", variant -> String.format(Locale.ROOT, "%.4f", variant.accuracy())),
                right("agreement", variant -> orDash("%.4f", variant.agreement())),
                right("latency p50", variant -> orDash("%.1f \u00b5s", variant.latencyMicros())),
                right("p95", variant -> orDash("%.1f \u00b5s", variant.latencyP95Micros())),
                right("zeros", variant -> percent(variant.sparsity())));
        return warning(report.data()) + AsciiTable.getTable(BORDERS, report.variants(), columns);
    }

    private static String warning(Report.Data data) {
        if (data.insteadOf() == null) {
            return "";
        }
        return String.format(
                Locale.ROOT,
                "WARNING: %s INSTEAD OF %s, which no source had: %,d training and %,d test examples.%n"
                        + "         These figures do not compare with figures of %s.%n",
                data.name(),
                data.insteadOf(),
                data.trainingExamples(),
                data.testExamples(),
                data.insteadOf());
    }

    private static ColumnData<Variant> left(String title, Function<Variant, String> cell) {
        return column(title, HorizontalAlign.LEFT, cell);
    }

    private static ColumnData<Variant> right(String title, Function<Variant, String> cell) {
        return column(title, HorizontalAlign.RIGHT, cell);
    }

    private static ColumnData<Variant> column(String title, HorizontalAlign align, Function<Variant, String> cell) {
        return new Column().header(title).headerAlign(align).dataAlign(align).with(cell);
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f%%", 100 * share);
    }

    private static String orDash(String format, @Nullable Double number) {
        return number == null ? "-" : String.format(Locale.ROOT, format, number);
    }
}
