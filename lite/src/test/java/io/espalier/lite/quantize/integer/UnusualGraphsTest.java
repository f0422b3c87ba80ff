// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Tensor;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.ValueRange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Graphs that a quantizer meets seldom, and must take or refuse all the same. */
class UnusualGraphsTest {
    private static final Ints ROW = Ints.of(1, 4);
    private static final IntegerQuantizer INT8 = IntegerQuantizer.of(IntegerOptions.INT8);

    @ParameterizedTest
    @ValueSource(strings = {"FlexErf", "MyOperator"})
    void flexAndCustomOperatorsStayAsTheyAreBetweenFloats(String name) {
        Graph graph = withCustomOperator(name);

        Graph quantized = INT8.quantize(graph, ranges("x", "a", "c", "y"));

        assertThat(Sketch.describe(quantized))
                .containsExactly(
                        "x/int8 = QUANTIZE(x)",
                        "a = RELU(x/int8)",
                        "a/float32 = DEQUANTIZE(a)",
                        "c = " + name + "(a/float32)",
                        "c/int8 = QUANTIZE(c)",
                        "y/int8 = RELU(c/int8)",
                        "y = DEQUANTIZE(y/int8)");
        assertThat(quantized.main().operators().get(3).customOptions()).isEqualTo(Buffer.ofBytes((byte) 1, (byte) 2));
    }

    @Test
    void strictQuantizationNamesCustomOperators() {
        IntegerQuantizer strict = IntegerQuantizer.of(IntegerOptions.INT8.withStrict(true));

        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> strict.quantize(withCustomOperator("FlexErf"), ranges("x", "a", "c", "y")))
                .withMessageContaining("operator 1 (FlexErf, 'c'): no kernel for INT8 activations");
    }

    @Test
    void operatorsOnTensorsWithoutElementsStayInFloat() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .floats("empty", Ints.of(1, 0))
                .operator(
                        BuiltinOperator.CONCATENATION,
                        Options.of(OptionsTable.CONCATENATION).with("axis", 1),
                        "a",
                        ROW,
                        "x",
                        "empty")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", ROW, "a")
                .build("y");

        Graph quantized = INT8.quantize(graph, ranges("x", "a", "y"));

        assertThat(Sketch.describe(quantized))
                .containsExactly(
                        "a = CONCATENATION(x, empty)",
                        "a/int8 = QUANTIZE(a)",
                        "y/int8 = RELU(a/int8)",
                        "y = DEQUANTIZE(y/int8)");
    }

    @Test
    void aModelThatIsFedNoElementsStaysInFloat() {
        Graph graph = new Sketch()
                .input("x", 0, 4)
                .counting("w", 3, 4)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", Ints.of(0, 3), "x", "w")
                .build("y");

        QuantizationPlan plan = INT8.plan(graph, ranges());

        assertThat(plan.floatOperators())
                .singleElement()
                .satisfies(operator -> assertThat(operator.reason()).isEqualTo("its input 'x' has no elements"));
    }

    @Test
    void whatIsComputedFromConstantsNeedsNoRange() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .floats("c", ROW, 5, 6, -1, 2)
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "d", ROW, "c")
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "y", ROW, "x", "d")
                .build("y");

        QuantizationPlan plan = INT8.plan(graph, ranges("x", "y"));

        assertThat(plan.floatOperators())
                .extracting(QuantizationPlan.OperatorDecision::reason)
                .containsExactly("it computes a constant", "its input 'd' is computed from constants");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.NEGATIVE_INFINITY})
    void theCauseOfActivationsThatAreNoNumbersIsNamedRatherThanTheMissingRange(float value) {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .counting("w", 1, 4)
                .floats("b", Ints.of(1), value)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "y",
                        Ints.of(1, 1),
                        "x",
                        "w",
                        "b")
                .build("y");

        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> INT8.quantize(graph, ranges("x")))
                .withMessageContainingAll("'b'", String.valueOf(value));
    }

    @Test
    void anOutputThatHoldsInfinityCannotBeIntegers() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .floats("lowest", ROW, -Float.MAX_VALUE, 0, 0, 0)
                .operator(BuiltinOperator.CONCATENATION, OptionsTable.CONCATENATION, "y", Ints.of(2, 4), "x", "lowest")
                .build("y");
        IntegerOptions integers = IntegerOptions.INT8.withBoundary(TensorType.INT8, TensorType.INT8);

        assertThat(INT8.plan(graph, ranges("x", "y")).floatOperators()).hasSize(1);
        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> IntegerQuantizer.of(integers).plan(graph, ranges("x", "y")))
                .withMessage(
                        "the output 'y' holds -3.4028235E38, for which INT8 has no room: choose the output type FLOAT32");
    }

    /** A scale for nothing but zeros would be 4e-9, and a step of the sums 255,000 of its steps. */
    @Test
    void anActivationThatWasAlwaysZeroGetsAScaleThatKernelsCanRequantizeTo() {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .floats("w", Ints.of(1, 4), 12.7f, 0, 0, 0)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "dead", Ints.of(1, 1), "x", "w")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", Ints.of(1, 1), "dead")
                .build("y");
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        ranges.put("x", new ValueRange(0, 2.55f));
        ranges.put("dead", new ValueRange(0, 0));
        ranges.put("y", new ValueRange(0, 0));

        Graph quantized = INT8.quantize(graph, new TensorRanges(ranges));

        float scale = tensor(quantized, "dead").quantization().scales().get(0);
        assertThat(0.01f * 0.1f / scale).isBetween(254f, 255.99f);
    }

    private static Graph withCustomOperator(String name) {
        Graph graph = new Sketch()
                .input("x", 1, 4)
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "a", ROW, "x")
                .operator(BuiltinOperator.CUSTOM, OptionsTable.NONE, "c", ROW, "a")
                .operator(BuiltinOperator.RELU, OptionsTable.NONE, "y", ROW, "c")
                .build("y");
        List<Operator> operators = new ArrayList<>(graph.main().operators());
        Operator plain = operators.get(1);
        operators.set(
                1,
                new Operator(
                        OperatorCode.custom(name),
                        plain.inputs(),
                        plain.outputs(),
                        Options.NONE,
                        Buffer.ofBytes((byte) 1, (byte) 2),
                        List.of(),
                        Ints.EMPTY,
                        0));
        return graph.withMain(graph.main()
                .with(
                        graph.main().tensors(),
                        graph.main().inputs(),
                        graph.main().outputs(),
                        operators));
    }

    private static Tensor tensor(Graph graph, String name) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static TensorRanges ranges(String... tensors) {
        Map<String, ValueRange> ranges = new LinkedHashMap<>();
        for (String tensor : tensors) {
            ranges.put(tensor, new ValueRange(-1, 1));
        }
        return new TensorRanges(ranges);
    }
}
