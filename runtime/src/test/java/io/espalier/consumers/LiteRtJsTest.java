// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.BoundaryType;
import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.Target;
import io.espalier.runtime.interpreter.FixedBatch;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LiteRT.js 2.5.3 in Chromium. */
@Tag("conformance")
class LiteRtJsTest {
    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.liteRtJs();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "float16", "dynamic", "weight_only_int8", "weight_only_int4"})
    void filesOfTheLabComputeWhatTheyComputeOnADesktop(String recipe) {
        verdicts(1e-5).check(recipe, Networks.quantized(Networks.digits(), Recipe.named(recipe)));
    }

    @Test
    void int8InsideIsBitForBitThatOfXnnpackOnADesktop() {
        verdicts(0).check("digits", Networks.quantized(Networks.digits(), Recipe.named("int8")));
        verdicts(0).check("photographs", Networks.quantized(Networks.photographs(), Recipe.named("int8")));
        verdicts(0).check("bytes", Networks.quantized(Networks.photographs(), withBorders(BoundaryType.UINT8)));
    }

    @Test
    void int8AtTheBordersIsRefused() {
        Graph graph = Networks.quantized(Networks.photographs(), withBorders(BoundaryType.INT8));

        verdicts(0).check("int8 borders", graph);
        assertThat(browser.run(GraphWriter.toBytes(graph), List.of(Networks.input(graph)))
                        .refusal())
                .contains("INT8 is not supported");
    }

    @Test
    void anOpenBatchWithRankFitsNoTensorAndAFixedOneDoes() throws IOException {
        byte[] open = Files.readAllBytes(Golden.file("mnist_softmax/float.tflite"));
        Graph fixed = FixedBatch.of("golden", GraphReader.read(Golden.file("mnist_softmax/float.tflite")), 1);

        assertThat(browser.run(open, List.of(Values.random(1, 0, 1, 1, 28, 28))).refusal())
                .isNotEmpty();
        verdicts(1e-5).check("fixed", fixed);
    }

    @Test
    void theVerdictOnNetworksOfOthersIsTrue() throws IOException {
        verdicts(1e-4).checkMlperfTiny(graph -> true);
    }

    @Test
    void theVerdictOnEveryFormIsTrue() {
        verdicts(1e-4).checkAll(graph -> true);
    }

    private static Recipe withBorders(BoundaryType type) {
        return Recipe.named("int8").withInputType(type).withOutputType(type);
    }

    private static Verdicts verdicts(double tolerance) {
        return new Verdicts(Target.LITERT_JS, browser, tolerance);
    }
}
