// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Offset.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.data.DataFormatException;
import io.espalier.data.Metric;
import io.espalier.experiment.report.Report.Variant;
import io.espalier.experiment.statistics.Wilson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
    private static final String HOSTILE = "</script></style><img src=x onerror=alert(1)>'\"&`${x}.tflite";

    @TempDir
    private Path folder;

    @Test
    void everythingInTheReportIsInThePage() {
        String page = SampleReport.of(3, "small.tflite").toHtml();

        assertShows(
                page,
                "Recommended for edge devices: variant-2.tflite",
                "90,000",
                "45,000",
                "0.9500",
                "0.9456\u20130.9541",
                "0.9870",
                "200,704",
                "12,345",
                "4,321",
                "654",
                "dense small.tflite",
                "81,160",
                "kernel small.tflite",
                "20,000",
                "25.0%",
                "pruned-prune",
                "0.9400",
                "75.0%",
                "tensor small.tflite",
                "17.5",
                "0.990000",
                "4,900",
                "22 right answers became wrong, 11 wrong ones right",
                "nought \u2192 small.tflite",
                SampleReport.PIXEL,
                "OpenCV dnn",
                "refuses it",
                "no int8 small.tflite",
                "espalier lab mnist --seed 42",
                "abc123",
                "convert int8",
                "parent.h5",
                "cafe",
                "2.20.0");
    }

    @Test
    void aNameWithMarkupIsShownAndDoesNothing() {
        String page = SampleReport.of(3, HOSTILE).toHtml();

        assertShows(page, "&lt;/script&gt;&lt;/style&gt;&lt;img");
        assertThat(page.contains("<img")).isFalse();
        assertThat(count(page, "</script>")).isEqualTo(count(page, "<script"));
        assertThat(count(page, "</style>")).isEqualTo(1);
    }

    @Test
    void aPictureThatIsNoneIsLeftOut() {
        Report report = SampleReport.of(2, "a.tflite");
        ReportDetails details = Objects.requireNonNull(report.details());
        Report changed = new Report(
                report.lab(),
                report.espalier(),
                report.machine(),
                report.versions(),
                null,
                report.data(),
                report.settings(),
                report.task(),
                report.history(),
                report.variants(),
                report.firmware(),
                new ReportDetails(
                        details.commands(),
                        details.classNames(),
                        details.curves(),
                        details.files(),
                        Map.of("7", "https://example.org/a.png", "8;}", SampleReport.PIXEL)));

        String page = changed.toHtml();

        assertThat(Stream.of("example.org", ".e7{", SampleReport.PIXEL).filter(page::contains))
                .isEmpty();
    }

    @Test
    void twoHundredFilesFitIntoOnePage() {
        String page = SampleReport.of(200, "small.tflite").toHtml();

        assertShows(page, "variant-199.tflite");
        assertThat(page.length()).isLessThan(2_000_000);
    }

    @Test
    void aReportThatWasReadGivesTheSamePage() throws IOException {
        Report report = SampleReport.of(4, HOSTILE);
        report.write(folder);

        Report read = Report.read(folder);

        assertThat(read).isEqualTo(report);
        assertThat(read.toHtml(folder).equals(Files.readString(folder.resolve(Report.PAGE_NAME))))
                .isTrue();
    }

    @Test
    void aReportFromBeforeMemoryWasMeasuredHasNoColumnOfItAndSaysSo() throws IOException {
        ObjectNode older = (ObjectNode)
                new JsonMapper().readTree(SampleReport.of(2, "small.tflite").toJson());
        older.path("variants").forEach(variant -> ((ObjectNode) variant).remove("residentBytes"));
        Files.writeString(folder.resolve(Report.FILE_NAME), older.toString());

        Report read = Report.read(folder);

        assertThat(read.variants()).extracting(Variant::residentBytes).containsOnlyNulls();
        assertThat(read.toText(OptionalInt.empty()).contains("memory")).isFalse();
        assertShows(read.toHtml(), "The memory that the runtime takes was not measured");
    }

    @Test
    void theRecommendedFileIsDrawnIfItIsThere() throws IOException {
        Report report = SampleReport.of(3, "small.tflite");

        String without = report.toHtml(folder);
        Files.writeString(folder.resolve("variant-2.tflite"), "another file");
        String other = report.toHtml(folder);

        assertShows(without, "variant-2.tflite is not drawn");
        assertShows(other, "variant-2.tflite is not drawn");
    }

    @Test
    void aReportOfAnOlderVersionGivesAPageThatSaysWhatIsMissing() throws IOException {
        SampleReport.of(3, "small.tflite").write(folder);
        Path file = folder.resolve(Report.FILE_NAME);
        ObjectNode tree = (ObjectNode) new JsonMapper().readTree(Files.readAllBytes(file));
        tree.remove("details");
        tree.remove("firmware");
        Files.write(file, new JsonMapper().writeValueAsBytes(tree));

        String page = Report.read(folder).toHtml();

        assertShows(page, "kept no weights, curves and answers", "variant-2.tflite", "pruned-prune");
        assertThat(page.contains("Confusion matrix")).isFalse();
    }

    @Test
    void aFolderWithoutAReportIsRefused() throws IOException {
        assertThatThrownBy(() -> Report.read(folder))
                .isInstanceOf(DataFormatException.class)
                .hasMessageContaining("report.json: does not exist; name the folder of a lab");
        for (String damaged : new String[] {"", "[]", "{}", "{\"variants\": [1]}", "{\"variants\": [{}]}", "no JSON"}) {
            Files.writeString(folder.resolve(Report.FILE_NAME), damaged);
            assertThatThrownBy(() -> Report.read(folder))
                    .as(damaged)
                    .isInstanceOf(DataFormatException.class)
                    .hasMessageContaining("report.json: is ");
        }
    }

    @Test
    void theIntervalIsThatOfWilson() {
        assertThat(Wilson.of(0.5, 100).low()).isEqualTo(0.4038, offset(1e-4));
        assertThat(Wilson.of(0.5, 100).high()).isEqualTo(0.5962, offset(1e-4));
        assertThat(Wilson.of(1, 10).low()).isEqualTo(0.7225, offset(1e-4));
        assertThat(Wilson.of(1, 10).high()).isEqualTo(1, offset(1e-9));
    }

    @Test
    void theFrontHoldsTheFilesThatNoOtherBeatsInBoth() throws IOException {
        Report report = SampleReport.of(5, "a.tflite");
        JsonNode chart = chart(report.toHtml(), "by-size");

        for (JsonNode row : chart.at("/data/rows")) {
            Variant variant = report.variants().stream()
                    .filter(one -> one.name().equals(row.get(0).asText()))
                    .findFirst()
                    .orElseThrow();
            boolean beaten = report.variants().stream()
                    .anyMatch(other -> other.gzipBytes() < variant.gzipBytes()
                            && other.score(Metric.ACCURACY) > variant.score(Metric.ACCURACY));
            assertThat(row.get(4).asBoolean()).as(variant.name()).isEqualTo(!beaten);
        }
    }

    private static void assertShows(String page, String... texts) {
        assertThat(Stream.of(texts).filter(text -> !page.contains(text))).isEmpty();
    }

    private static JsonNode chart(String page, String id) throws IOException {
        Matcher found = Pattern.compile(
                        "id=\"" + id + "\">.*?<script type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
                .matcher(page);
        assertThat(found.find()).isTrue();
        return new JsonMapper().readTree(found.group(1));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
