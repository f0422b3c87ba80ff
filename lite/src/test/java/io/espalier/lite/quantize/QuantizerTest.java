// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.base.RecipeException;
import io.espalier.lite.BoundaryType;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Signature;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.Quantizer.Quantized;
import io.espalier.lite.recipe.Method;
import io.espalier.lite.recipe.Recipe;
import io.espalier.lite.recipe.Rule;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.tensor.ValueRange;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizerTest {
    private static final TensorRanges RANGES = new TensorRanges(Map.of(
            "x",
            new ValueRange(-1, 1),
            "first",
            new ValueRange(0, 4),
            "second",
            new ValueRange(-8, 8),
            "third",
            new ValueRange(-2, 6)));

    @ParameterizedTest
    @CsvSource({
        "float16, NaN",
        "float16, Infinity",
        "dynamic, NaN",
        "dynamic, -Infinity",
        "weight_only_int8, NaN",
        "weight_only_int4, Infinity",
        "int8, NaN",
        "int16x8, Infinity"
    })
    void everyRecipeRefusesWeightsAndBiasesThatAreNotFinite(String recipe, float value) {
        Quantizer quantizer = Quantizer.of(Recipe.named(recipe)).withCalibration(RANGES);

        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> quantizer.quantize(layer(new float[] {1, 2, 3, value}, 0, 0)))
                .withMessageContainingAll(
                        "'w'", "FULLY_CONNECTED 'first'", "hold " + value + " at element 3", "training has diverged");
        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> quantizer.quantize(layer(new float[] {1, 2, 3, 4}, 0, value)))
                .withMessageContainingAll("'b'", "at element 1");
    }

    @Test
    void whatFloat16CannotHoldIsCounted() {
        Graph graph = layer(new float[] {1e-9f, 1e6f, -1e5f, 0}, 1e-20f, 65504);

        Quantized quantized = Quantizer.of(Recipe.named("float16")).run(graph);

        assertThat(quantized.notes())
                .containsExactly(
                        "2 numbers were beyond the range of float16 and became 65504 or -65504, the first in 'w'",
                        "2 numbers were too small for float16 and became 0, the first in 'w'");
    }

    @Test
    void theInfinityOfAMaskStaysInFloat16() {
        Graph graph = new Sketch()
                .input("x", 1, 2)
                .floats("mask", Ints.of(1, 2), 0, Float.NEGATIVE_INFINITY)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", Ints.of(1, 2), "x", "mask")
                .build("y");

        Quantized quantized = Quantizer.of(Recipe.named("float16")).run(graph);

        Tensor mask = quantized.graph().main().tensors().stream()
                .filter(tensor -> tensor.name().equals("mask"))
                .findFirst()
                .orElseThrow();
        assertThat(mask.type()).isEqualTo(TensorType.FLOAT16);
        assertThat(mask.buffer().asShorts().get(1)).isEqualTo((short) 0xFC00);
        assertThat(quantized.notes()).isEmpty();
    }

    private static Graph layer(float[] weights, float... bias) {
        return new Sketch()
                .input("x", 1, 2)
                .floats("w", Ints.of(2, 2), weights)
                .floats("b", Ints.of(2), bias)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "first",
                        Ints.of(1, 2),
                        "x",
                        "w",
                        "b")
                .build("first");
    }

    @Test
    void theLastRuleThatCoversAnOperatorWins() {
        Recipe recipe = Recipe.named("dynamic")
                .withLeastElements(0)
                .withRule(Rule.of(null, BuiltinOperator.FULLY_CONNECTED, Method.WEIGHT_ONLY_INT4))
                .withRule(Rule.of("second", null, Method.FLOAT16))
                .withFloatTensors("th.rd$");

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

        Graph quantized =
                Quantizer.of(Recipe.named("dynamic").withLeastElements(0)).quantize(graph);

        assertThat(Sketch.describe(quantized)).containsExactly("z = FULLY_CONNECTED(x, w) RELU");
    }

    @ParameterizedTest
    @ValueSource(strings = {"dynamic", "weight_only_int8", "weight_only_int4", "int8", "int16x8"})
    void whatAnyRecipeQuantizedToIntegersIsRefusedByAll(String name) {
        ValueRange range = new ValueRange(-9, 9);
        TensorRanges ranges = new TensorRanges(Map.of("x", range, "first", range, "second", range, "third", range));
        Graph once = Quantizer.of(Recipe.named(name).withLeastElements(0))
                .withCalibration(ranges)
                .quantize(layers());

        for (String again : List.of("float16", "dynamic", "weight_only_int4", "int8", "int16x8")) {
            assertThatExceptionOfType(QuantizationException.class)
                    .as(again)
                    .isThrownBy(() -> Quantizer.of(Recipe.named(again))
                            .withCalibration(ranges)
                            .quantize(once))
                    .withMessageContainingAll("is already quantized", "quantize the original float model");
        }
    }

    /** Their weights are whole numbers, which float16 holds exactly. */
    @ParameterizedTest
    @ValueSource(strings = {"none", "float16", "dynamic", "weight_only_int4", "int8", "int16x8"})
    void weightsInFloat16AreExpandedAndQuantizedFromThere(String name) {
        Graph halves = Quantizer.of(Recipe.named("float16")).quantize(layers());
        Quantizer quantizer =
                Quantizer.of(Recipe.named(name).withLeastElements(0)).withCalibration(RANGES);

        Quantized quantized = quantizer.run(halves);

        Quantized direct = quantizer.run(layers());
        assertThat(quantized.notes()).first().isEqualTo("6 weights stored in float16 were expanded to float32 first");
        assertThat(quantized.notes()).hasSize(direct.notes().size() + 1);
        assertThat(Sketch.describe(quantized.graph()))
                .hasSameSizeAs(Sketch.describe(direct.graph()))
                .noneMatch(operator -> name.equals("int8") && operator.contains("DEQUANTIZE(w"));
        assertThat(buffers(quantized.graph())).isEqualTo(buffers(direct.graph()));
    }

    private static Set<Buffer> buffers(Graph graph) {
        return graph.main().tensors().stream()
                .map(Tensor::buffer)
                .filter(buffer -> !buffer.isEmpty())
                .collect(Collectors.toSet());
    }

    @Test
    void integersAndStoredConstantsGoTogether() {
        Recipe recipe = Recipe.named("int8")
                .withLeastElements(0)
                .withInputType(BoundaryType.INT8)
                .withOutputType(BoundaryType.UINT8)
                .withRule(Rule.of("^second$", null, Method.FLOAT16))
                .withRule(Rule.of("^third$", null, Method.WEIGHT_ONLY_INT8));

        Quantized quantized = Quantizer.of(recipe).withCalibration(RANGES).run(layers());

        Graph graph = quantized.graph();
        assertThat(type(graph, "x")).isEqualTo(TensorType.INT8);
        assertThat(type(graph, "w1")).isEqualTo(TensorType.INT8);
        assertThat(type(graph, "b1")).isEqualTo(TensorType.INT32);
        assertThat(type(graph, "first")).isEqualTo(TensorType.INT8);
        assertThat(type(graph, "w2")).isEqualTo(TensorType.FLOAT16);
        assertThat(type(graph, "second")).isEqualTo(TensorType.FLOAT32);
        assertThat(type(graph, "w3")).isEqualTo(TensorType.INT8);
        assertThat(type(graph, "b3")).isEqualTo(TensorType.FLOAT32);
        assertThat(type(graph, "third")).isEqualTo(TensorType.UINT8);
        assertThat(quantized.plan().floatOperators()).hasSize(2);
        assertThat(GraphVerifier.problems(graph)).isEmpty();
    }

    @Test
    void aNoteNamesTheSubgraphsThatStayInFloat() {
        Graph one = layers();
        Graph two = one.withSubgraphs(List.of(one.main(), one.main()))
                .withSignatures(List.of(new Signature("second", List.of(), List.of(), 1)));

        Quantizer integers = Quantizer.of(Recipe.named("int8")).withCalibration(RANGES);

        assertThat(integers.run(two).notes())
                .contains("subgraph 1 '" + one.main().name() + "' (signature second) stays in float: only the first"
                        + " subgraph is quantized to integers");
        assertThat(integers.run(one).notes()).noneMatch(note -> note.contains("in float"));
    }

    @Test
    void integersNeedCalibration() {
        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Quantizer.of(Recipe.named("int8")).quantize(layers()))
                .withMessage("'int8' quantizes activations: calibrate with a representative data set");
    }

    @Test
    void roundingByDataSaysSoWhereNothingBecomesIntegers() {
        Recipe recipe = Recipe.parse("quantize: weight_only_int8\nrounding: gptq\nkeep_float: [.]\n");

        assertThat(Quantizer.of(recipe).run(layers()).notes())
                .anyMatch(note -> note.contains("'rounding gptq' changed nothing"));
    }

    @Test
    void roundingByDataNeedsThem() {
        Recipe recipe = Recipe.named("int8").withGptqRounding();

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Quantizer.of(recipe).withCalibration(RANGES).quantize(layers()))
                .withMessage("'int8, rounding gptq' needs calibration samples, not only ranges: calibrate with data");
    }

    @Test
    void activationsAreOfOneType() {
        Recipe both = Recipe.named("int8").withRule(Rule.of("second", null, Method.INT16X8));

        assertThatExceptionOfType(RecipeException.class)
                .isThrownBy(() -> Quantizer.of(both).withCalibration(RANGES).quantize(layers()))
                .withMessageStartingWith("the recipe combines int8 and int16x8");
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
