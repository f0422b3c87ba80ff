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

    /** A row a file. The accuracy is beside its difference from that of the first. Memory is left out if none is known. */
    static List<List<String>> of(List<Variant> variants) {
        boolean memory = variants.stream().anyMatch(variant -> variant.residentBytes() != null);
        List<List<String>> rows = new ArrayList<>();
        List<String> titles = new ArrayList<>(
                List.of("file", "bytes", "after gzip", "accuracy", "difference", "same answers", "one example"));
        titles.addAll(memory ? List.of("memory", "zeros", "values") : List.of("zeros", "values"));
        rows.add(titles);
        Variant first = variants.get(0);
        for (Variant variant : variants) {
            double difference = Figures.accuracy(variant) - Figures.accuracy(first);
            List<String> row = new ArrayList<>(List.of(
                    Figures.quoted(variant),
                    Figures.grouped(variant.bytes()),
                    Figures.grouped(variant.gzipBytes()),
                    Figures.score(Figures.accuracy(variant)),
                    variant.equals(first) ? "" : String.format(Locale.US, "%+.4f", difference),
                    variant.agreement() == null ? "" : Figures.percent(variant.agreement()),
                    variant.latencyMicros() == null ? "" : micros(variant)));
            if (memory) {
                row.add(variant.residentBytes() == null ? "" : Figures.grouped(variant.residentBytes()));
            }
            row.addAll(List.of(Figures.percent(variant.sparsity()), Figures.grouped(variant.distinct())));
            rows.add(row);
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
