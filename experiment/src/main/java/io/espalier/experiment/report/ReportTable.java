// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;
import static io.espalier.experiment.report.TableColumns.left;
import static io.espalier.experiment.report.TableColumns.orDash;
import static io.espalier.experiment.report.TableColumns.percent;
import static io.espalier.experiment.report.TableColumns.right;

import com.github.freva.asciitable.ColumnData;
import io.espalier.experiment.report.Report.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A report's variants as one aligned table: a row a variant, sizes also as shares of the baseline's. */
final class ReportTable {
    private static final List<String> DISPENSABLE = List.of(
            "p95",
            "values",
            "arena bytes",
            "agreement",
            "memory bytes",
            "zeros",
            "of baseline",
            "latency p50",
            "gzip bytes");

    private ReportTable() {}

    /** The table's lines, without one at the end, of at most so many characters: the columns that are left out are named below. */
    static String of(Report report, OptionalInt width) {
        Variant baseline = report.variants().get(0);
        List<ColumnData<Variant>> columns = new ArrayList<>(List.of(
                left("model", Variant::name),
                right("bytes", variant -> grouped(variant.bytes())),
                right("of baseline", variant -> percent((double) variant.bytes() / baseline.bytes())),
                right("gzip bytes", variant -> grouped(variant.gzipBytes()))));
        report.criteria().forEach(criterion -> columns.add(right(criterion.label(), criterion::format)));
        columns.addAll(List.of(
                right("agreement", variant -> orDash("%.4f", variant.agreement())),
                right("latency p50", variant -> orDash("%.1f \u00b5s", variant.latencyMicros())),
                right("p95", variant -> orDash("%.1f \u00b5s", variant.latencyP95Micros()))));
        if (report.tellsMemory()) {
            columns.add(right("memory bytes", variant -> bytes(variant.residentBytes())));
        }
        columns.addAll(List.of(
                right("arena bytes", variant -> bytes(variant.arenaBytes())),
                right("zeros", variant -> percent(variant.sparsity())),
                right("values", variant -> grouped(variant.distinct()))));
        return warning(report.data())
                + baseline(report)
                + new FittedTable<>(report.variants(), columns, DISPENSABLE).text(width)
                + FirmwareTable.of(report.firmware(), width);
    }

    private static String bytes(@Nullable Long bytes) {
        return bytes == null ? "-" : grouped(bytes);
    }

    private static String baseline(Report report) {
        return report.baseline() == null ? "" : "Baseline: " + report.baseline() + System.lineSeparator();
    }

    private static String warning(Report.Data data) {
        if (data.insteadOf() == null) {
            return "";
        }
        return String.format(
                Locale.US,
                "WARNING: %s INSTEAD OF %s, which is not available: %,d training and %,d test examples.%n"
                        + "         These results cannot be compared with results on %s.%n",
                data.name(),
                data.insteadOf(),
                data.trainingExamples(),
                data.testExamples(),
                data.insteadOf());
    }
}
