// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import io.espalier.base.EspalierException;
import io.espalier.base.internal.Sha256;
import io.espalier.experiment.page.Html;
import io.espalier.experiment.page.Section;
import io.espalier.experiment.page.graph.GraphDrawing;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.lite.inspect.Inspection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The graph of the recommended file, beside that of the baseline in float, drawn from the files of a folder. */
final class GraphSection {
    private static final String ID = "graph";
    private static final String TITLE = "Graph";

    /** What drawings may take of a page that stays below 2 MB. */
    private static final int MOST_CHARACTERS = 700_000;

    private final Report report;
    private final Path folder;

    /** @param folder with the files of the report */
    GraphSection(Report report, Path folder) {
        this.report = report;
        this.folder = folder;
    }

    Optional<Section> section() {
        return ReportPage.shown(report).map(this::of);
    }

    private Section of(Variant after) {
        Optional<Inspection> drawn = read(after);
        if (drawn.isEmpty()) {
            return instead(after.name() + " is not drawn: it is not in the folder as the report describes it.");
        }
        Optional<Inspection> before =
                original().filter(file -> !file.equals(after)).flatMap(this::read);
        GraphDrawing recommended = GraphDrawing.of(drawn.get()).colouredByForm();
        Section both = before.map(file ->
                        GraphDrawing.pair(ID, TITLE, GraphDrawing.of(file).colouredByForm(), recommended))
                .orElseGet(() -> recommended.section(ID, TITLE));
        if (fits(both)) {
            return both;
        }
        Section one = recommended.section(ID, TITLE);
        return fits(one)
                ? one
                : instead("The graph is too large for this page; 'espalier inspect " + after.name()
                        + " --html graph.html' draws it.");
    }

    private static boolean fits(Section section) {
        return section.body().markup().length() < MOST_CHARACTERS;
    }

    private static Section instead(String why) {
        return new Section(ID, TITLE, Html.element("p", why));
    }

    /** The baseline as it is, converted without quantization. */
    private Optional<Variant> original() {
        Variant baseline = report.variants().get(0);
        String parent = baseline.name() + " " + baseline.sha256();
        return report.variants().stream()
                .filter(variant -> variant.provenance().recipe().equals("convert none"))
                .filter(variant -> variant.provenance().parents().contains(parent))
                .findFirst();
    }

    /** Empty if the file is not there, or is another one now. */
    private Optional<Inspection> read(Variant variant) {
        Path file = folder.resolve(variant.name()).normalize();
        if (!folder.normalize().equals(file.getParent()) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Sha256.of(ByteBuffer.wrap(Files.readAllBytes(file))).equals(variant.sha256())
                    ? Optional.of(Inspection.read(file))
                    : Optional.empty();
        } catch (IOException | EspalierException e) {
            return Optional.empty();
        }
    }
}
