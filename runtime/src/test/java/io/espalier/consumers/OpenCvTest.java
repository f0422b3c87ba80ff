// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenCV 4.13 through bytedeco. */
@Tag("conformance")
class OpenCvTest {
    private static final OpenCv OPENCV = new OpenCv();

    @ParameterizedTest
    @ValueSource(strings = {"none", "float16"})
    void floatAndFloat16Convolutions(String recipe) {
        verdicts(1e-4).check(recipe, Networks.quantized(Networks.convolutions(), Recipe.named(recipe)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"weight_only_int8", "weight_only_int4", "dynamic", "int8"})
    void otherFormsAreRefusedOrWrong(String recipe) {
        verdicts(1e-4).check(recipe, Networks.quantized(Networks.convolutions(), Recipe.named(recipe)));
    }

    @Test
    void portableFilesOfWholeNetworksAreRight() {
        Recipe portable = Recipe.named("none").withPortable();

        verdicts(1e-4).check("digits", Networks.quantized(Networks.digits(), portable));
        verdicts(1e-4).check("photographs", Networks.quantized(Networks.photographs(), portable));
    }

    @Test
    void theBiasOfADenseLayerIsDropped() {
        Graph graph = Networks.dense();

        verdicts(1e-4).check("dense", graph);
        assertThat(Target.OPENCV.verdict(graph)).isEqualTo(Verdict.WRONG);
    }

    @Test
    void whatTheOptimizerLeavesBeforeADenseLayerIsRefused() {
        byte[] file = GraphWriter.toBytes(Networks.digits());

        assertThat(OPENCV.run(file, List.of(Networks.input(Networks.digits()))).refusal())
                .contains("K_a");
    }

    @Test
    void theVerdictOnNetworksOfOthersIsTrue() throws IOException {
        verdicts(1e-3).checkMlperfTiny(graph -> true);
    }

    @Test
    void theVerdictOnEveryFormIsTrue() {
        verdicts(1e-3).checkAll(graph -> true);
    }

    private static Verdicts verdicts(double tolerance) {
        return new Verdicts(Target.OPENCV, OPENCV, tolerance);
    }
}
