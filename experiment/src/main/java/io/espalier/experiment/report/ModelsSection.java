// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;
import static io.espalier.experiment.report.TableColumns.percent;

import io.espalier.data.Metric;
import io.espalier.data.Task;
import io.espalier.experiment.measure.Firmware;
import io.espalier.experiment.page.DataTable;
import io.espalier.experiment.page.DataTable.Cell;
import io.espalier.experiment.page.DataTable.Column;
import io.espalier.experiment.page.DataTable.Row;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.statistics.Wilson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All files with all their figures. */
final class ModelsSection {
    private final Report report;
    private final Variant baseline;
    private final Map<String, Firmware> firmware;

    ModelsSection(Report report) {
        this.report = report;
        this.baseline = report.variants().get(0);
        this.firmware = report.firmware().stream().collect(Collectors.toMap(Firmware::model, Function.identity()));
    }

    Section section() {
        Optional<Variant> chosen = report.recommended();
        List<Column> columns = new ArrayList<>();
        List<Function<Variant, Cell>> cells = new ArrayList<>();
        columns().forEach((column, cell) -> {
            columns.add(column);
            cells.add(cell);
        });
        DataTable table = new DataTable(
                "Every file as measured"
                        + chosen.map(file -> "; the recommended file is marked").orElse(""),
                columns,
                report.variants().stream()
                        .map(variant -> new Row(
                                cells.stream().map(cell -> cell.apply(variant)).toList(),
                                chosen.equals(Optional.of(variant))))
                        .toList());
        return new Section("models", "Files", Html.of(table.toHtml(), ReportPage.explanation(explanation())));
    }

    private Map<Column, Function<Variant, Cell>> columns() {
        Map<Column, Function<Variant, Cell>> columns = new java.util.LinkedHashMap<>();
        columns.put(Column.text("file"), variant -> Cell.text(variant.name()));
        columns.put(number("bytes", "size of the file"), variant -> count(variant.bytes()));
        columns.put(
                number("of baseline", "size of the file as a share of the baseline's"),
                variant -> share((double) variant.bytes() / baseline.bytes()));
        columns.put(number("gzip", "bytes of the file after gzip"), variant -> count(variant.gzipBytes()));
        for (Criterion criterion : report.criteria()) {
            columns.put(
                    number(criterion.label(), "on the test examples"),
                    variant -> Cell.number(criterion.score(variant), criterion.format(variant)));
            if (isProportion(criterion)) {
                columns.put(
                        number("95% interval", "Wilson interval of the accuracy on so many test examples"),
                        variant -> interval(criterion.score(variant)));
            }
        }
        columns.put(
                number("agreement", "share of test examples answered like the baseline"),
                variant -> fraction(variant.agreement()));
        columns.put(
                number("latency, \u00b5s", "median microseconds for one example on one thread, with XNNPACK"),
                variant -> micros(variant.latencyMicros()));
        columns.put(
                number("p95, \u00b5s", "microseconds that 95 of 100 runs stay below"),
                variant -> micros(variant.latencyP95Micros()));
        if (report.tellsMemory()) {
            columns.put(
                    number(
                            "memory",
                            "bytes beyond the file after the first run, with XNNPACK, in a process of its own"),
                    variant -> count(variant.residentBytes()));
        }
        columns.put(
                number("arena", "bytes of memory that TFLite plans for activations with its built-in kernels"),
                variant -> count(variant.arenaBytes()));
        if (firmware.values().stream().anyMatch(code -> code.flashBytes() != null)) {
            columns.put(
                    number("flash", "bytes of flash as C without an interpreter on a Cortex-M4"),
                    variant -> code(variant, Firmware::flashBytes));
            columns.put(
                    number("RAM", "bytes of memory as C, without the stack, inputs and outputs"),
                    variant -> code(variant, Firmware::ramBytes));
        }
        columns.put(number("zeros", "share of zeros in all kernels"), variant -> share(variant.sparsity()));
        columns.put(
                number("values", "different values in the largest kernel"),
                variant -> count((long) variant.distinct()));
        return columns;
    }

    private static Column number(String title, String explanation) {
        return Column.number(title, explanation);
    }

    private static Cell count(@Nullable Long value) {
        return value == null ? Cell.NONE : Cell.number(value, grouped(value));
    }

    private static Cell share(double value) {
        return Cell.number(value, percent(value));
    }

    private static Cell fraction(@Nullable Double value) {
        return Cell.number(value, TableColumns.orDash("%.4f", value));
    }

    private static Cell micros(@Nullable Double value) {
        return Cell.number(value, value == null ? "" : String.format(Locale.US, "%,.1f", value));
    }

    private Cell code(Variant variant, Function<Firmware, @Nullable Long> figure) {
        Firmware code = firmware.get(variant.name());
        Long bytes = code == null ? null : figure.apply(code);
        return count(bytes);
    }

    private boolean isProportion(Criterion criterion) {
        Report.Purpose purpose = report.task().outputs().getOrDefault(criterion.output(), report.task());
        boolean single =
                purpose.kind().equals(Task.Kind.CLASSES.key()) || purpose.kind().equals(Task.Kind.BINARY.key());
        return single && criterion.metric() == Metric.ACCURACY && report.data().testExamples() > 0;
    }

    private Cell interval(double accuracy) {
        if (Double.isNaN(accuracy)) {
            return Cell.NONE;
        }
        Wilson interval = Wilson.of(accuracy, report.data().testExamples());
        return Cell.number(interval.low(), String.format(Locale.US, "%.4f\u2013%.4f", interval.low(), interval.high()));
    }

    private String explanation() {
        String compiler = report.firmware().stream()
                .map(Firmware::measuredWith)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .map(with -> " Flash and RAM: the file as C, measured with " + with + ".")
                .orElse("");
        return "Keras files are evaluated in TensorFlow, .tflite files in the TFLite runtime, which is also timed: one example on one"
                + " thread. Agreement: the same answer as the baseline. " + memory()
                + "Arena: what TFLite's built-in kernels plan for activations. Zeros and shared values make a file smaller only once it is"
                + " compressed: gzip." + compiler;
    }

    private String memory() {
        if (report.tellsMemory()) {
            return "Memory: what the runtime takes beyond the bytes of the file after the first run, with XNNPACK, which copies weights"
                    + " into a layout of its own. ";
        }
        return report.variants().stream().anyMatch(variant -> variant.latencyMicros() != null)
                ? "The memory that the runtime takes was not measured. "
                : "";
    }
}
