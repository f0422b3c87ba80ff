// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import io.espalier.experiment.measure.Firmware;
import io.espalier.experiment.report.Report.Variant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of a report: files, and networks as C. */
final class Tables {
    private Tables() {}

    /** A row a file. The accuracy is beside its difference from that of the first. */
    static List<List<String>> of(List<Variant> variants) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of(
                "file",
                "bytes",
                "after gzip",
                "accuracy",
                "difference",
                "same answers",
                "one example",
                "zeros",
                "values"));
        Variant first = variants.get(0);
        for (Variant variant : variants) {
            double difference = Figures.accuracy(variant) - Figures.accuracy(first);
            rows.add(List.of(
                    Figures.quoted(variant),
                    Figures.grouped(variant.bytes()),
                    Figures.grouped(variant.gzipBytes()),
                    Figures.score(Figures.accuracy(variant)),
                    variant.equals(first) ? "" : String.format(Locale.US, "%+.4f", difference),
                    variant.agreement() == null ? "" : Figures.percent(variant.agreement()),
                    variant.latencyMicros() == null ? "" : micros(variant),
                    Figures.percent(variant.sparsity()),
                    Figures.grouped(variant.distinct())));
        }
        return rows;
    }

    static String micros(Variant variant) {
        return String.format(Locale.US, "%.1f \u00b5s", Figures.latency(variant));
    }

    /** A row a network as C. */
    static List<List<String>> ofFirmware(List<Firmware> firmware) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("C", "made of", "after gzip", "tables", "memory for activations", "flash", "RAM"));
        for (Firmware one : firmware) {
            rows.add(List.of(
                    "`" + one.name() + "`",
                    "`" + one.model() + "`",
                    Figures.grouped(one.gzipBytes()),
                    Figures.grouped(one.tableBytes()),
                    Figures.grouped(one.arenaBytes()),
                    one.flashBytes() == null ? "" : Figures.grouped(one.flashBytes()),
                    one.ramBytes() == null ? "" : Figures.grouped(one.ramBytes())));
        }
        return rows;
    }
}
