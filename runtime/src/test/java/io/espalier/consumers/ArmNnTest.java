// SPDX-License-Identifier: Apache-2.0
package io.espalier.consumers;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.targets.Target;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** ArmNN 20.08 of Debian 12 on its reference backend. Quantized dense layers other than int8 with one scale are not given to it. */
@Tag("conformance")
class ArmNnTest {
    private static ArmNn armNn;

    @BeforeAll
    static void open() throws Exception {
        armNn = new ArmNn();
    }

    @AfterAll
    static void close() {
        armNn.close();
    }

    @Test
    void floatNetworksComputeWhatTfliteComputes() {
        verdicts(1e-5).check("digits", Networks.digits());
        verdicts(1e-5).check("photographs", Networks.photographs());
    }

    @Test
    void int8ConvolutionsAreThoseOfXnnpack() {
        verdicts(0).check("int8", Networks.quantized(Networks.convolutions(), Recipe.named("int8")));
    }

    @Test
    void int8DenseLayersWithOneScaleAreRight() {
        Graph oneScale = Networks.quantized(
                Networks.photographs(), Recipe.parse("quantize: int8\ngranularity: per_tensor_dense\n"));

        verdicts(2.0 / 256).check("one scale", oneScale);
    }

    @Test
    void weightsBehindDequantizeAreRefused() {
        for (String recipe : List.of("float16", "weight_only_int8")) {
            Graph graph = Networks.quantized(Networks.convolutions(), Recipe.named(recipe));

            verdicts(0).check(recipe, graph);
            assertThat(armNn.run(GraphWriter.toBytes(graph), List.of(Networks.input(graph)))
                            .refusal())
                    .isNotEmpty();
        }
    }

    @Test
    void theVerdictOnNetworksOfOthersIsTrue() throws IOException {
        verdicts(0.05).checkMlperfTiny(ArmNnTest::isSafe);
    }

    @Test
    void theVerdictOnEveryFormThatIsSafeIsTrue() {
        verdicts(0.05).checkAll(ArmNnTest::isSafe);
    }

    /** No integer weights beside float activations, and no scales for channels in int8 dense layers. */
    private static boolean isSafe(Graph graph) {
        return graph.main().operators().stream()
                .filter(operator -> operator.is(BuiltinOperator.FULLY_CONNECTED))
                .allMatch(operator -> isSafe(
                        graph.main().tensor(operator.inputs().get(0)),
                        graph.main().tensor(operator.inputs().get(1))));
    }

    private static boolean isSafe(Tensor input, Tensor weights) {
        return input.type() == weights.type() && !weights.quantization().isPerChannel();
    }

    private static Verdicts verdicts(double tolerance) {
        return new Verdicts(Target.ARMNN, armNn, tolerance);
    }
}
