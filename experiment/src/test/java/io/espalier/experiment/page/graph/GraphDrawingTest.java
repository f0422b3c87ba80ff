// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class GraphDrawingTest {
    private static final String HOSTILE = "</script><img src=x onerror=alert(1)>\"'&\u0000\u202e";

    private static String page(Graph graph) {
        return GraphPage.of(Graphs.inspected(graph), "").toHtml();
    }

    private static String drawing(Graph graph) {
        return GraphDrawing.of(Graphs.inspected(graph)).toHtml().markup();
    }

    @Test
    void namesAreTextWhateverIsInThem() {
        String page = page(Graphs.named(HOSTILE));

        assertThat(page).contains("&lt;/script&gt;&lt;img src=x").doesNotContain("<img", "\u0000", "</script><");
    }

    @Test
    void nothingOnThePageComesFromElsewhere() {
        assertThat(page(Graphs.branches()))
                .doesNotContainPattern("(?:src|href)=\"(?!data:|#)")
                .doesNotContain("@import", "url(");
    }

    @Test
    void constantsAreLinesOfTheOperatorThatReadsThem() {
        String drawing = drawing(Graphs.recurrent());

        assertThat(drawing).contains("weights ", "bias ").doesNotContain(">pseudo");
    }

    @Test
    void smallParametersShowTheirValues() {
        assertThat(drawing(Graphs.branches())).contains(">parameter [1, 2]<");
    }

    @Test
    void everySubgraphHasADrawingOfItsOwn() {
        String drawing = drawing(Graphs.loop());

        assertThat(drawing).contains("Subgraph#1 condition", "Subgraph#2 body");
        assertThat(Pattern.compile("<svg").matcher(drawing).results()).hasSize(3);
    }

    @Test
    void aFusedActivationFunctionStandsBesideTheName() {
        assertThat(drawing(Graphs.branches()))
                .contains(">CONV_2D</text>")
                .containsPattern("<text class=\"t\"[^>]*>RELU<");
    }

    @Test
    void aModelBeforeAndAfterItsQuantizationIsColouredByForm() {
        GraphDrawing before =
                GraphDrawing.of(Graphs.inspected(Graphs.recurrent())).colouredByForm();
        GraphDrawing after =
                GraphDrawing.of(Graphs.inspected(Graphs.branches())).colouredByForm();

        String pair = GraphDrawing.pair("graph", "Graph", before, after).body().markup();

        assertThat(pair).contains("by-form", "float16 behind DEQUANTIZE");
        assertThat(Pattern.compile("<svg").matcher(pair).results()).hasSize(2);
    }

    @Test
    void whatWasLaidOutWithLessCareSaysSo() {
        assertThat(drawing(Graphs.chain(600, 300))).contains("are very long and written in words at both ends");
    }

    @Test
    void everyTagOfTheDrawingIsClosed() throws Exception {
        String drawing = drawing(Graphs.named(HOSTILE));
        String svg = drawing.substring(drawing.indexOf("<svg"), drawing.indexOf("</svg>") + 6);

        javax.xml.parsers.DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(svg.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }
}
