// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.Provenance;
import io.espalier.experiment.page.PageInChromium;
import io.espalier.lite.Graph;
import io.espalier.lite.convert.Converter;
import io.espalier.model.application.EfficientNet;
import io.espalier.model.application.Head;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page of a graph in headless Chromium, as its readers use it. */
@Tag("conformance")
class GraphInChromiumTest {
    @TempDir
    private Path folder;

    static Stream<Named<Graph>> graphs() {
        return Stream.of(
                Named.of("branches", Graphs.branches()),
                Named.of("recurrent", Graphs.recurrent()),
                Named.of("loop", Graphs.loop()),
                Named.of(
                        "with metadata",
                        Graphs.branches()
                                .withProvenance(Provenance.here(
                                        "convert none", null, null, List.of("a.h5 " + "0".repeat(64))))),
                Named.of("hostile", Graphs.named("</script><img src=/x onerror=alert(1)>\"'&")));
    }

    private static String page(Graph graph) {
        return GraphPage.of(Graphs.inspected(graph), "").toHtml();
    }

    private JsonNode looked(Graph graph) throws Exception {
        JsonNode answer = PageInChromium.answer(page(graph), "looks-at-graph.html", folder);
        assertThat(answer.path("trouble").asText()).isEmpty();
        return answer;
    }

    @ParameterizedTest
    @MethodSource("graphs")
    void everyoneCanReadThePageAndGoFromBoxToBox(Graph graph) throws Exception {
        JsonNode answer = looked(graph);

        assertThat(answer.path("requests")).isEmpty();
        assertThat(answer.path("serious")).isEmpty();
        assertThat(answer.path("seriousInTheOther")).isEmpty();
        assertThat(answer.path("changed").asBoolean()).isTrue();
        assertThat(answer.path("labels").asInt())
                .isPositive()
                .isEqualTo(answer.path("boxes").asInt());
        assertThat(answer.path("inOrder").asInt()).isEqualTo(1);
        assertThat(answer.path("narrow").asInt()).isLessThanOrEqualTo(360);
        assertThat(answer.path("wide")).isEmpty();
    }

    @Test
    void detailsComeByPointingClickingAndKeys() throws Exception {
        JsonNode answer = looked(Graphs.recurrent());

        assertThat(answer.path("tip").asText()).contains("Op#");
        assertThat(answer.path("lit").asInt()).isPositive();
        assertThat(answer.path("details").asText()).contains("Op#", "Inputs", "Outputs", "float32", "from Op#");
        assertThat(answer.path("closed").asBoolean()).isTrue();
        assertThat(answer.path("larger").asBoolean()).isTrue();
        assertThat(answer.path("whole").asDouble()).isPositive().isLessThanOrEqualTo(1);
        assertThat(answer.path("focused").asText()).startsWith("Op 0 ");
        assertThat(answer.path("hits").asInt()).isPositive();
    }

    @Test
    void nothingIsWiderThanPaper() throws Exception {
        JsonNode answer = PageInChromium.answer(page(Graphs.recurrent()), "looks-at-print.html", folder);

        assertThat(answer.path("tables").asInt()).isPositive();
        assertThat(answer.path("closed")).isEmpty();
        assertThat(answer.path("open")).isEmpty();
    }

    @Test
    void efficientNetIsDrawn() throws Exception {
        EfficientNet network = EfficientNet.B0;

        JsonNode answer = looked(Converter.convert(network.build(network.defaultSize(), Head.classes(1000), 1)));

        // Times are of this machine at this hour: printed, not judged.
        System.out.printf(
                java.util.Locale.US,
                "EfficientNetB0: loaded after %.0f ms, painted after %.0f ms, %.0f frames a second while it moves, %.0f while it is zoomed%n",
                answer.path("loaded").asDouble(),
                answer.path("paint").asDouble(),
                answer.path("pan").asDouble(),
                answer.path("zoom").asDouble());
        assertThat(answer.path("boxes").asInt()).isGreaterThan(250);
        assertThat(answer.path("wide")).isEmpty();
    }
}
