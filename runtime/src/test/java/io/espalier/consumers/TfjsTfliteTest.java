// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import io.espalier.testing.Assets;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TFLite runtime of TensorFlow.js, 0.0.1-alpha.10, in Chromium. */
@Tag("conformance")
class TfjsTfliteTest {
    private static final double INT8_STEP = 1.0 / 256;

    private static Browser browser;

    @BeforeAll
    static void open() throws Exception {
        browser = Browser.tfjsTflite();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "float16", "dynamic", "weight_only_int8", "weight_only_int4"})
    void theVerdictOnFilesOfTheLabIsTrue(String recipe) {
        verdicts(0.02).check(recipe, Networks.quantized(Networks.digits(), Recipe.named(recipe)));
    }

    @Test
    void int8IsWithinAStepOfADesktop() {
        verdicts(2 * INT8_STEP).check("digits", Networks.quantized(Networks.digits(), Recipe.named("int8")));
        verdicts(2 * INT8_STEP).check("photographs", Networks.quantized(Networks.photographs(), Recipe.named("int8")));
    }

    @Test
    void dynamicDenseLayersNeedOneScale() {
        Graph perChannel =
                Networks.quantized(Networks.digits(), Recipe.parse("quantize: dynamic\ngranularity: per_channel\n"));
        Graph perTensor = Networks.quantized(
                Networks.digits(), Recipe.parse("quantize: dynamic\ngranularity: per_tensor_dense\n"));

        assertThat(browser.run(GraphWriter.toBytes(perChannel), List.of(Networks.input(perChannel)))
                        .refusal())
                .contains("FULLY_CONNECTED");
        verdicts(0.02).check("one scale", perTensor);
    }

    @Test
    void dynamicDenseLayersOfOthersWithScalesForChannelsAreWrong() throws IOException {
        Graph graph = GraphReader.read(Assets.file("tflite/aiedge_quantizer/partly_quantized_mnist.tflite"));

        verdicts(0.05).check("an old version", graph);
        assertThat(Target.TFJS_TFLITE.verdict(graph)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void theVerdictOnNetworksOfOthersIsTrue() throws IOException {
        verdicts(0.05).checkMlperfTiny(graph -> true);
    }

    @Test
    void theVerdictOnEveryFormIsTrue() {
        verdicts(0.05).checkAll(graph -> true);
    }

    private static Verdicts verdicts(double tolerance) {
        return new Verdicts(Target.TFJS_TFLITE, browser, tolerance);
    }
}
