// SPDX-License-Identifier: Apache-2.0
package io.espalier.lab.report;

import static io.espalier.lab.report.Figures.quoted;

import io.espalier.experiment.report.Report;
import io.espalier.experiment.report.Report.Variant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** Which file is the smallest, which the most accurate, and which to take. */
final class Conclusion {
    private Conclusion() {}

    /** The last line of the verdict, without the name that it begins with. */
    private static String why(Report report) {
        String last = report.verdict().lines().reduce("", (first, second) -> second);
        return last.replaceFirst(
                "^[^:]*: "
                        + report.recommended()
                                .map(chosen -> Pattern.quote(chosen.name()))
                                .orElse("none") + "\\. ",
                "");
    }

    static void write(Markdown text, Report report) {
        List<Variant> deployable = report.variants().stream()
                .filter(variant -> variant.latencyMicros() != null)
                .toList();
        Variant baseline = report.variants().get(0);
        text.heading(2, "Conclusion");
        deployable.stream()
                .min(Comparator.comparingLong(Variant::gzipBytes))
                .ifPresent(smallest -> text.answer(
                        "Which file is the smallest?",
                        Figures.gzip(smallest, baseline),
                        new Figures(report).accuracy(smallest, baseline)));
        deployable.stream()
                .max(Comparator.comparingDouble(Figures::accuracy))
                .ifPresent(best -> text.answer(
                        "Which `.tflite` file is the most accurate?", new Figures(report).accuracy(best, baseline)));
        text.answer(
                "Which one for edge devices, and why?",
                report.recommended().map(chosen -> quoted(chosen) + ".").orElse("None of them."),
                why(report));
    }
}
