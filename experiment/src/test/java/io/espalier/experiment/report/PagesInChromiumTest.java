// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.experiment.page.PageInChromium;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a report in headless Chromium, without a network; axe-core from npm judges whether everyone can read it. */
@Tag("conformance")
class PagesInChromiumTest {
    @TempDir
    private Path folder;

    @Test
    void everyChartIsDrawnOnceThePageHasLoadedAndEveryoneCanReadIt() throws Exception {
        JsonNode answer =
                lookedAt(SampleReport.of(12, "</script><img src=/x>.tflite").toHtml(), "?judged");

        assertThat(answer.path("trouble").asText()).isEmpty();
        assertThat(answer.path("charts").asInt()).isEqualTo(8);
        assertThat(answer.path("drawn").asInt()).isEqualTo(8);
        assertThat(answer.path("requests")).isEmpty();
        assertThat(answer.path("foreign").asInt()).isZero();
        assertThat(answer.path("cut")).isEmpty();
        assertThat(answer.path("overlaps").asInt()).isZero();
        assertThat(answer.path("serious")).isEmpty();
        assertThat(answer.path("seriousInTheOther")).isEmpty();
    }

    @Test
    void readersSortHoverAndChooseLightOrDark() throws Exception {
        JsonNode answer = lookedAt(SampleReport.of(5, "small.tflite").toHtml(), "");

        assertThat(answer.path("trouble").asText()).isEmpty();
        assertThat(answer.at("/down/sort").asText()).isEqualTo("descending");
        assertThat(answer.at("/down/first").asText()).isEqualTo("baseline.h5");
        assertThat(answer.at("/up/sort").asText()).isEqualTo("ascending");
        assertThat(answer.at("/up/first").asText()).isEqualTo("variant-4.tflite");
        assertThat(answer.path("tip").asText()).contains("file", "accuracy", "0.9");
        assertThat(answer.at("/themes/0")).isNotEqualTo(answer.at("/themes/1"));
    }

    @Test
    void twoHundredFilesFitIntoANarrowWindowAndAreReadWithoutScripts() throws Exception {
        JsonNode answer = lookedAt(SampleReport.of(200, "small.tflite").toHtml(), "");

        assertThat(answer.path("trouble").asText()).isEmpty();
        assertThat(answer.path("narrow").asInt()).isLessThanOrEqualTo(360);
        assertThat(answer.path("drawnInNarrow").asInt()).isEqualTo(8);
        assertThat(answer.path("overlaps").asInt()).isZero();
        assertThat(answer.path("rowsWithoutScript").asInt()).isEqualTo(200);
        assertThat(answer.path("buttonsWithoutScript").asInt()).isZero();
    }

    @Test
    void nothingIsWiderThanPaper() throws Exception {
        JsonNode answer = PageInChromium.answer(
                SampleReport.of(12, "clustered-dynamic.tflite").toHtml(), "looks-at-print.html", folder);

        assertThat(answer.path("tables").asInt()).isPositive();
        assertThat(answer.path("closed")).isEmpty();
        assertThat(answer.path("open")).isEmpty();
    }

    /** @param query {@code ?judged} has axe-core look too, which takes long on large pages */
    private JsonNode lookedAt(String page, String query) throws Exception {
        return PageInChromium.answer(page, "looks-at-page.html" + query, folder);
    }
}
