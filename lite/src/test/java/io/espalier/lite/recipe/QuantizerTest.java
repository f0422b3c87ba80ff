// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.OptionsTable;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.verify.GraphVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {
    @Test
    void theLastRuleThatCoversAnOperatorWins() {
        Recipe recipe = Recipe.named("dynamic")
                .leastElements(0)
                .rule(Rule.of(null, BuiltinOperator.FULLY_CONNECTED, Method.WEIGHT_ONLY_INT4))
                .rule(Rule.of("second", null, Method.FLOAT16))
                .keepFloat("th.rd$");

        Graph quantized = Quantizer.of(recipe).quantize(layers());

        assertThat(type(quantized, "w1")).isEqualTo(TensorType.INT4);
        assertThat(type(quantized, "b1")).isEqualTo(TensorType.FLOAT32);
        assertThat(type(quantized, "w2")).isEqualTo(TensorType.FLOAT16);
        assertThat(type(quantized, "b2")).isEqualTo(TensorType.FLOAT16);
        assertThat(type(quantized, "w3")).isEqualTo(TensorType.FLOAT32);
        assertThat(GraphVerifier.problems(quantized)).isEmpty();
    }

    @Test
    void theGraphIsOptimizedFirst() {
        Graph graph = new Sketch()
                .input("x", 2, 2)
                .counting("w", 2, 2)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(2, 2), "x", "w")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "z", Ints.of(2, 2), "y")
                .build("z");

        Graph quantized = Quantizer.of(Recipe.named("dynamic").leastElements(0)).quantize(graph);

        assertThat(Sketch.describe(quantized)).containsExactly("z = FULLY_CONNECTED(x, w) RELU");
    }

    @ParameterizedTest
    @ValueSource(strings = {"float16", "dynamic", "weight_only_int8"})
    void whatIsQuantizedAlreadyIsRefused(String name) {
        Graph once = Quantizer.of(Recipe.named(name).leastElements(0)).quantize(layers());

        assertThatExceptionOfType(AlreadyQuantizedException.class)
                .isThrownBy(() -> Quantizer.of(Recipe.named("dynamic")).quantize(once))
                .withMessageContainingAll("is quantized already", "'w1'");
    }

    private static Graph layers() {
        Sketch sketch = new Sketch().input("x", -1, 4);
        String input = "x";
        int number = 1;
        for (String output : new String[] {"first", "second", "third"}) {
            String weights = "w" + number;
            String bias = "b" + number;
            float[] values = new float[16];
            values[number] = number;
            sketch.floats(weights, Ints.of(4, 4), values)
                    .floats(bias, Ints.of(4), number, 0, 0, 0)
                    .operator(
                            BuiltinOperator.FULLY_CONNECTED,
                            OptionsTable.FULLY_CONNECTED,
                            output,
                            Ints.of(-1, 4),
                            input,
                            weights,
                            bias);
            input = output;
            number++;
        }
        return sketch.build("third");
    }

    private static TensorType type(Graph graph, String name) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow()
                .type();
    }
}
