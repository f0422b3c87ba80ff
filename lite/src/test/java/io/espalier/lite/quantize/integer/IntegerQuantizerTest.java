// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.verify.GraphVerifier;
import io.espalier.model.tensor.ValueRange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntegerQuantizerTest {
    private static final Ints ROW = Ints.of(1, 4);
    private static final IntegerQuantizer INT8 = IntegerQuantizer.of(IntegerOptions.INT8);

    @Test
    void floatOperatorsStandBetweenDequantizeAndQuantize() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.SIN, OptionsTable.NONE, "b", ROW, "a")
                .operator(BuiltinOperator.COS, OptionsTable.NONE, "c", ROW, "b")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", ROW, "c")
                .build("y");

        Graph quantized = INT8.quantize(graph, ranges("x", "a", "b", "c", "y"));

        assertThat(operators(quantized))
                .containsExactly("QUANTIZE", "RELU", "DEQUANTIZE", "SIN", "COS", "QUANTIZE", "RELU", "DEQUANTIZE");
        assertThat(outputName(quantized)).isEqualTo("y");
    }

    @Test
    void aTensorWantedInFloatByTwoIsDequantizedOnce() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.SIN, OptionsTable.NONE, "b", ROW, "a")
                .operator(BuiltinOperator.COS, OptionsTable.NONE, "c", ROW, "a")
                .build("b", "c", "a");

        Graph quantized = INT8.quantize(graph, ranges("x", "a", "b", "c"));

        assertThat(operators(quantized)).containsExactly("QUANTIZE", "RELU", "DEQUANTIZE", "SIN", "COS");
        assertThat(names(quantized, quantized.main().outputs())).contains("b", "c");
    }

    @Test
    void movesBetweenFloatOperatorsStayInFloat() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .ints("shape", Ints.of(2), 2, 2)
                .operator(BuiltinOperator.SIN, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.RESHAPE, OptionsTable.RESHAPE, "b", Ints.of(2, 2), "a", "shape")
                .operator(BuiltinOperator.COS, OptionsTable.NONE, "y", Ints.of(2, 2), "b")
                .build("y");

        assertThat(INT8.quantize(graph, ranges()).main()).isEqualTo(graph.main());
    }

    @Test
    void strictQuantizationNamesAllOperatorsInTheWay() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .operator(BuiltinOperator.SIN, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "b", ROW, "a")
                .operator(BuiltinOperator.COS, OptionsTable.NONE, "y", ROW, "b")
                .build("y");
        IntegerQuantizer strict = IntegerQuantizer.of(IntegerOptions.INT8.withStrict(true));

        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> strict.quantize(graph, ranges("x", "a", "b", "y")))
                .withMessageContainingAll("operator 0 (SIN, 'a')", "operator 2 (COS, 'y')", "no kernel for INT8");
    }

    @Test
    void operatorsKeptInFloatAreNamedByTheirIndex() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", ROW, "a")
                .build("y");
        IntegerQuantizer quantizer = IntegerQuantizer.of(IntegerOptions.INT8.withKeptInFloat(Set.of(0)));

        Graph quantized = quantizer.quantize(graph, ranges("x", "a", "y"));

        assertThat(operators(quantized)).containsExactly("RELU", "QUANTIZE", "RELU", "DEQUANTIZE");
    }

    @Test
    void concatenatedTensorsShareTheUnionOfTheirRanges() {
        Graph graph = concatenation();
        TensorRanges ranges = ranges("x", "a").with("b", new ValueRange(-3, 0)).with("y", new ValueRange(-3, 1));

        Graph quantized = INT8.quantize(graph, ranges);

        assertThat(operators(quantized)).doesNotContainSequence("QUANTIZE", "CONCATENATION");
        TensorEncoding group =
                TensorEncoding.ofRange(new ValueRange(-3, 1), io.espalier.lite.operator.ActivationType.INT8);
        assertThat(List.of("a", "b"))
                .allSatisfy(name ->
                        assertThat(TensorEncoding.of(named(quantized, name))).isEqualTo(group));
    }

    @Test
    void whatHasAScaleOfItsOwnIsRequantizedWhereItsGroupIsWider() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .operator(BuiltinOperator.LOGISTIC, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "b", ROW, "x")
                .operator(BuiltinOperator.CONCATENATION, OptionsTable.CONCATENATION, "y", Ints.of(1, 8), "a", "b")
                .build("y");
        TensorRanges ranges = ranges("x", "a").with("b", new ValueRange(0, 9)).with("y", new ValueRange(0, 9));

        Graph quantized = INT8.quantize(graph, ranges);

        assertThat(operators(quantized))
                .containsExactly("QUANTIZE", "LOGISTIC", "RELU", "QUANTIZE", "CONCATENATION", "DEQUANTIZE");
        assertThat(TensorEncoding.of(named(quantized, "a"))
                        .quantization()
                        .scales()
                        .get(0))
                .isEqualTo(1f / 256);
    }

    @Test
    void aConstantThatTwoOperatorsWantInDifferentFormsIsDuplicated() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .counting("c", 1, 4)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "a", ROW, "x", "c")
                .operator(BuiltinOperator.SIN, OptionsTable.NONE, "b", ROW, "c")
                .operator(BuiltinOperator.CONCATENATION, OptionsTable.CONCATENATION, "y", Ints.of(1, 8), "a", "c")
                .build("b", "y");
        TensorRanges ranges = ranges("x", "b").with("a", new ValueRange(-1, 5)).with("y", new ValueRange(-1, 5));

        Graph quantized = INT8.quantize(graph, ranges);

        assertThat(named(quantized, "c").type()).isEqualTo(TensorType.FLOAT32);
        assertThat(named(quantized, "c/int8").buffer().toBytes()).hasSize(4);
        assertThat(GraphVerifier.problems(quantized)).isEmpty();
    }

    @Test
    void weightsThatTwoOperatorsShareStayOne() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .counting("w", 4, 4)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "a", ROW, "x", "w")
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", ROW, "a", "w")
                .build("y");

        Graph quantized = INT8.quantize(graph, ranges("x", "a", "y"));

        assertThat(quantized.main().operators().stream()
                        .filter(operator -> operator.is(BuiltinOperator.FULLY_CONNECTED))
                        .map(operator -> operator.inputs().get(1)))
                .containsOnly(1);
    }

    @ParameterizedTest
    @CsvSource({"PER_CHANNEL, 3, 4", "PER_TENSOR_DENSE, 3, 1", "PER_TENSOR, 1, 1"})
    void weightsHaveAsManyScalesAsAsked(Granularity granularity, int convolution, int dense) {
        Graph graph = new Sketch()
                .input("x", 1, 1, 1, 2)
                .counting("k", 3, 1, 1, 2)
                .operator(
                        BuiltinOperator.CONV_2D,
                        Sketch.convolution(io.espalier.lite.schema.table.Padding.SAME, 1),
                        "a",
                        Ints.of(1, 1, 1, 3),
                        "x",
                        "k")
                .counting("w", 4, 3)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", ROW, "a", "w")
                .build("y");

        Graph quantized = IntegerQuantizer.of(IntegerOptions.INT8.withWeights(granularity))
                .quantize(graph, ranges("x", "a", "y"));

        assertThat(named(quantized, "k").quantization().scales().size()).isEqualTo(convolution);
        assertThat(named(quantized, "w").quantization().scales().size()).isEqualTo(dense);
    }

    @ParameterizedTest
    @CsvSource({
        "FLOAT32, FLOAT32, QUANTIZE RELU DEQUANTIZE",
        "INT8, INT8, RELU",
        "INT8, FLOAT32, RELU DEQUANTIZE",
        "UINT8, UINT8, QUANTIZE RELU QUANTIZE"
    })
    void inputsAndOutputsHaveTheTypesAskedForAndKeepTheirNames(TensorType input, TensorType output, String operators) {
        Graph graph = relu().withSignatures(List.of(
                new Signature("run", List.of(new NamedTensor("in", 0)), List.of(new NamedTensor("out", 1)), 0)));

        Graph quantized = IntegerQuantizer.of(IntegerOptions.INT8.withBoundary(input, output))
                .quantize(graph, ranges("x", "y"));

        assertThat(String.join(" ", operators(quantized))).isEqualTo(operators);
        Signature signature = quantized.signatures().get(0);
        Tensor in = quantized.main().tensor(signature.inputs().get(0).tensor());
        Tensor out = quantized.main().tensor(signature.outputs().get(0).tensor());
        assertThat(in.name() + " " + in.type()).isEqualTo("x " + input);
        assertThat(out.name() + " " + out.type()).isEqualTo("y " + output);
    }

    @Test
    void anInputThatIsDirectlyAnOutputIsConvertedOnlyWhereItsTypesDiffer() {
        Graph graph = new Sketch().input("x", 1, 4).build("x");

        Graph same = IntegerQuantizer.of(IntegerOptions.INT8.withBoundary(TensorType.INT8, TensorType.INT8))
                .quantize(graph, ranges("x"));
        Graph other = IntegerQuantizer.of(IntegerOptions.INT8.withBoundary(TensorType.INT8, TensorType.FLOAT32))
                .quantize(graph, ranges("x"));

        assertThat(operators(same)).isEmpty();
        assertThat(same.main().tensor(0).type()).isEqualTo(TensorType.INT8);
        assertThat(operators(other)).containsExactly("DEQUANTIZE");
        assertThat(INT8.quantize(graph, ranges()).main()).isEqualTo(graph.main());
    }

    @Test
    void sixteenBitActivationsGoWithEightBitWeightsAndSixtyFourBitBias() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .counting("w", 4, 4)
                .counting("b", 4)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "a", ROW, "x", "w", "b")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "c", ROW, "x", "a")
                .operator(BuiltinOperator.SOFTMAX, OptionsTable.SOFTMAX, "y", ROW, "c")
                .build("y");

        Graph quantized = IntegerQuantizer.of(IntegerOptions.INT16X8).quantize(graph, ranges("x", "a", "c", "y"));

        assertThat(named(quantized, "w").type()).isEqualTo(TensorType.INT8);
        assertThat(named(quantized, "b").type()).isEqualTo(TensorType.INT64);
        assertThat(TensorEncoding.of(named(quantized, "a"))).hasToString("INT16 scale " + 1f / 32767 + " zero point 0");
        assertThat(TensorEncoding.of(named(quantized, "y/int16")))
                .hasToString("INT16 scale " + 1f / 32768 + " zero point 0");
        assertThat(quantized.main().operators().get(2).options().flag("pot_scale_int16"))
                .isFalse();
    }

    @Test
    void aTensorWithoutARangeIsNamed() {
        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> INT8.quantize(relu(), ranges("x")))
                .withMessageContainingAll("tensor 1 ('y')", "calibrate");
    }

    @Test
    void aQuantizedModelIsRefused() {
        Graph quantized = INT8.quantize(relu(), ranges("x", "y"));

        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> INT8.quantize(quantized, ranges("x", "y")))
                .withMessageContainingAll("already quantized", "float32 model");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void constantsThatAreNoNumbersAreRefusedByName(float value) {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .floats("w", Ints.of(1, 4), 1, 2, value, 4)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(1, 1), "x", "w")
                .build("y");

        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> INT8.quantize(graph, ranges("x", "y")))
                .withMessageContainingAll("'w'", String.valueOf(value));
    }

    @Test
    void weightsThatAreComputedLeaveTheirOperatorInFloat() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .input("w", 4, 4)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", ROW, "x", "w")
                .build("y");

        QuantizationPlan plan = INT8.plan(graph, ranges("x", "w", "y"));

        assertThat(plan.floatOperators())
                .singleElement()
                .satisfies(operator -> assertThat(operator.reason()).isEqualTo("its weights or bias 'w' are computed"));
    }

    @Test
    void dynamicShapesStayDynamic() {
        Graph graph = new Sketch()
                .input("x", -1, 4)
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", Ints.of(-1, 4), "x")
                .build("y");

        Graph quantized = INT8.quantize(graph, ranges("x", "y"));

        assertThat(quantized.main().tensors())
                .allSatisfy(tensor -> assertThat(tensor.shapeSignature()).isEqualTo(Ints.of(-1, 4)));
    }

    @Test
    void thePlanCanBePrintedAndIsTheSameEachTime() {
        QuantizationPlan plan = INT8.plan(concatenation(), ranges("x", "a", "b", "y"));

        assertThat(plan).isEqualTo(INT8.plan(concatenation(), ranges("x", "a", "b", "y")));
        assertThat(plan.toText()).contains("CONCATENATION", "one scale with its group", "INT8 scale");
        assertThat(plan.toJson().path("operators").size()).isEqualTo(3);
        assertThat(plan.toJson()
                        .path("tensors")
                        .path(0)
                        .path("form")
                        .path("type")
                        .asText())
                .isEqualTo("INT8");
    }

    @Test
    void typesThatDoNotGoTogetherAreRefused() {
        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> IntegerOptions.INT16X8.withBoundary(TensorType.UINT8, TensorType.FLOAT32))
                .withMessageContainingAll("input type UINT8", "INT16");
    }

    private static Graph relu() {
        return new Sketch()
                .input("x", 1, 4)
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", ROW, "x")
                .build("y");
    }

    private static Graph concatenation() {
        return new Sketch()
                .input("x", 1, 4)
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.ABS, OptionsTable.ABS, "b", ROW, "x")
                .operator(BuiltinOperator.CONCATENATION, OptionsTable.CONCATENATION, "y", Ints.of(1, 8), "a", "b")
                .build("y");
    }

    /** From -1 to 1 for each. */
    private static TensorRanges ranges(String... names) {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (String name : names) {
            ranges.put(name, new ValueRange(-1, 1));
        }
        return new TensorRanges(ranges);
    }

    private static List<String> operators(Graph graph) {
        return graph.main().operators().stream()
                .map((Operator operator) -> operator.code().name())
                .toList();
    }

    private static List<String> names(Graph graph, Ints tensors) {
        return tensors.stream()
                .mapToObj(tensor -> graph.main().tensor(tensor).name())
                .toList();
    }

    private static String outputName(Graph graph) {
        return names(graph, graph.main().outputs()).get(0);
    }

    private static Tensor named(Graph graph, String name) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
