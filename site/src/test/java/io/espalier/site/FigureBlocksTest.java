// SPDX-License-Identifier: Apache-2.0
package io.espalier.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FigureBlocksTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Path REPORT = REPOSITORY.resolve("docs/figures/mnist/report.json");

    @Test
    void thePagesShowTheFiguresOfTheReport() throws IOException {
        assertThat(FigureBlocks.pages(REPOSITORY))
                .isNotEmpty()
                .allSatisfy((page, expected) ->
                        assertThat(page).as("run scripts/update-figures").hasContent(expected));
    }

    @Test
    void aBlockIsReplacedAsItsCommentSays() throws IOException {
        String page = "before\n<!-- figures: float.tflite | bytes zeros -->\nold\n<!-- end of figures -->\nafter";

        String filled = FigureBlocks.filled(page, LabReport.read(REPORT));

        assertThat(filled).isEqualTo("""
                before
                <!-- figures: float.tflite | bytes zeros -->
                | file | bytes | zeros |
                |---|---:|---:|
                | float.tflite | 83,472 | 0.0% |
                <!-- end of figures -->
                after""");
        assertThat(FigureBlocks.filled(filled, LabReport.read(REPORT))).isEqualTo(filled);
    }

    @Test
    void aFigureInRunningTextIsReplacedAsTheCommentBehindItSays() throws IOException {
        String page =
                "C takes 1.5<!-- figure: pcqat-c flash --> bytes, and 99 of 4%<!-- figure: smallest.h5 zeros -->.";

        assertThat(FigureBlocks.filled(page, LabReport.read(REPORT)))
                .isEqualTo(
                        "C takes 6,592<!-- figure: pcqat-c flash --> bytes, and 99 of 81.0%<!-- figure: smallest.h5 zeros -->.");
    }

    @Test
    void linesOfThePrintedReportAreReplacedWhereAPageShowsThem() {
        PrintedReport printed = PrintedReport.of(" a.h5 | 12 | 0.95\n a-c | 7\nSmallest: a.h5, 12 bytes.\nOther: b\n");

        assertThat(printed.filledIn("# A\n     a.h5 | 1 | -\n a-c  | 1\n| a.h5 | 1 |\n    Smallest: b.\nOther: c\n"))
                .isEqualTo(
                        "# A\n     a.h5 | 12 | 0.95\n a-c | 7\n| a.h5 | 1 |\n    Smallest: a.h5, 12 bytes.\nOther: c\n");
    }

    @Test
    void aFileThatTheReportLacksIsNamed() throws IOException {
        LabReport report = LabReport.read(REPORT);

        assertThatThrownBy(() ->
                        FigureBlocks.filled("<!-- figures: flaot.tflite | bytes -->\n<!-- end of figures -->", report))
                .isInstanceOf(SiteException.class)
                .hasMessageStartingWith("the report has no file 'flaot.tflite', but [baseline.h5, float.tflite");
    }
}
