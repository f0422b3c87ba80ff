// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static io.espalier.experiment.report.TableColumns.grouped;

import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Page;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.report.Report.Variant;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The page of a report, made of the report alone, and with the graphs of its files where these are at hand. */
final class ReportPage {
    private ReportPage() {}

    /** @param folder with the files of the report; empty to draw no graph */
    static Page of(Report report, Optional<Path> folder) {
        Page page = Page.titled(title(report), about(report));
        List<Section> sections = Stream.of(
                        Optional.of(new VerdictSection(report).section()),
                        Optional.of(new ModelsSection(report).section()),
                        new TradeOff(report).section(),
                        new LayersSection(report).section(),
                        folder.flatMap(files -> new GraphSection(report, files).section()),
                        new WeightsSection(report).section(),
                        new TrainingSection(report).section(),
                        new ErrorsSection(report).section(),
                        new AnswersSection(report).section(),
                        new RuntimesSection(report).section(),
                        Optional.of(new ProvenanceSection(report).section()))
                .flatMap(Optional::stream)
                .toList();
        for (Section section : sections) {
            page = page.with(section);
        }
        return page;
    }

    private static String title(Report report) {
        return report.lab().equals("compress")
                ? "Compression of " + report.variants().get(0).name()
                : "Lab " + report.lab();
    }

    private static String about(Report report) {
        Report.Data data = report.data();
        return grouped(report.variants().size()) + (report.variants().size() == 1 ? " file" : " files") + ". Data: "
                + data.name() + ", " + grouped(data.trainingExamples()) + " training and "
                + grouped(data.testExamples())
                + " test examples. Espalier " + report.espalier() + ", "
                + report.machine().describe() + ".";
    }

    /** The file whose details stand for all: the recommended one, or the smallest that runs in TFLite. */
    static Optional<Variant> shown(Report report) {
        return report.recommended()
                .or(() -> report.variants().stream()
                        .filter(variant -> variant.latencyMicros() != null)
                        .min(Comparator.comparingLong(Variant::gzipBytes)));
    }

    /** A paragraph that explains a section, in a softer colour. */
    static Html explanation(String text) {
        return Html.element("p", Html.attributes("class", "soft"), Html.text(text));
    }
}
