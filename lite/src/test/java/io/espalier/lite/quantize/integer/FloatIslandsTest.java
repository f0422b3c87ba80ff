// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.calibrate.TensorRanges;
import io.espalier.lite.quantize.integer.QuantizationPlan.OperatorDecision;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.model.tensor.ValueRange;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which operators are left in float for speed, and which clamps become a QUANTIZE. */
class FloatIslandsTest {
    private static final IntegerOptions INT8 = IntegerOptions.INT8;

    @ParameterizedTest
    @EnumSource(names = {"HARD_SWISH", "GELU", "EXP", "LOG_SOFTMAX"})
    void aLargeOperatorWithoutAQuickKernelIsLeftInFloat(BuiltinOperator kind) {
        QuantizationPlan plan = plan(INT8, 100_000, kind);

        assertThat(plan.floatOperators())
                .extracting(OperatorDecision::reason)
                .singleElement()
                .asString()
                .contains("its int8 kernel takes ", " times as long as the float one in TFLite 2.20 with XNNPACK");
    }

    @Test
    void smallOperatorsAndQuickOnesBecomeIntegersAndSoDoAllWhereFloatIsRefused() {
        assertThat(plan(INT8, 10, BuiltinOperator.HARD_SWISH).floatOperators()).isEmpty();
        assertThat(plan(INT8, 100_000, BuiltinOperator.TANH, BuiltinOperator.LOGISTIC)
                        .floatOperators())
                .isEmpty();
        assertThat(plan(INT8.withStrict(true), 100_000, BuiltinOperator.HARD_SWISH)
                        .floatOperators())
                .isEmpty();
        assertThat(plan(IntegerOptions.INT16X8, 100_000, BuiltinOperator.HARD_SWISH)
                        .floatOperators())
                .extracting(OperatorDecision::reason)
                .noneMatch(reason -> reason.contains("times as long"));
    }

    @Test
    void anIslandGrowsWhereItSavesBorders() {
        // what one of them saves in float is less than two borders, but more than none
        QuantizationPlan alone = plan(INT8, 30_000, BuiltinOperator.TANH, BuiltinOperator.GELU, BuiltinOperator.TANH);
        QuantizationPlan between =
                plan(INT8, 30_000, BuiltinOperator.HARD_SWISH, BuiltinOperator.GELU, BuiltinOperator.HARD_SWISH);

        assertThat(alone.floatOperators()).isEmpty();
        assertThat(between.floatOperators()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "RELU, -3, 9, 0, 9, QUANTIZE",
        "RELU6, -3, 9, 0, 6, QUANTIZE",
        "RELU6, -3, 5, 0, 5, QUANTIZE",
        "RELU6, -3, 9, 0, 7, RELU6",
        "RELU_0_TO_1, -3, 9, 0, 1, QUANTIZE",
        "RELU, -3, 9, -1, 9, RELU"
    })
    void aClampBecomesAQuantizeWhereItsOutputSaturatesSo(
            String kind, float low, float high, float least, float most, String written) {
        Graph graph = graph(100, BuiltinOperator.valueOf(kind));
        TensorRanges ranges =
                new TensorRanges(Map.of("x", new ValueRange(low, high), "y0", new ValueRange(least, most)));

        Graph integers = ClampingQuantize.in(IntegerQuantizer.of(INT8).quantize(graph, ranges));

        assertThat(integers.main().operators().get(1).code().name()).isEqualTo(written);
    }

    @ParameterizedTest
    @CsvSource({"5, true, 1", "3, true, 0", "5, false, 0"})
    void aLargeDepthwiseConvolutionIsLeftInFloatIfItsWeightsAreStoredInInt8(int side, boolean stored, int inFloat) {
        Graph graph = new Sketch()
                .input("x", 1, 28, 28, 32)
                .counting("w", 1, side, side, 32)
                .counting("b", 32)
                .operator(
                        BuiltinOperator.DEPTHWISE_CONV_2D,
                        Options.of(OptionsTable.DEPTHWISE_CONV_2D)
                                .with("stride_w", 1)
                                .with("stride_h", 1),
                        "y",
                        Ints.of(1, 28, 28, 32),
                        "x",
                        "w",
                        "b")
                .build("y");
        TensorRanges ranges = new TensorRanges(Map.of("x", new ValueRange(-1, 1), "y", new ValueRange(-1, 1)));

        QuantizationPlan plan =
                IntegerQuantizer.of(INT8.withStoredWeights(stored)).plan(graph, ranges);

        assertThat(plan.floatOperators()).hasSize(inFloat);
    }

    private static QuantizationPlan plan(IntegerOptions options, int elements, BuiltinOperator... kinds) {
        Graph graph = graph(elements, kinds);
        Map<String, ValueRange> ranges = graph.main().tensors().stream()
                .collect(Collectors.toMap(tensor -> tensor.name(), tensor -> new ValueRange(-1, 1)));
        return IntegerQuantizer.of(options).plan(graph, new TensorRanges(ranges));
    }

    /** One after the other. */
    private static Graph graph(int elements, BuiltinOperator... kinds) {
        Ints shape = Ints.of(1, elements);
        Sketch sketch = new Sketch().input("x", 1, elements);
        String last = "x";
        for (int i = 0; i < kinds.length; i++) {
            sketch.operator(kinds[i], options(kinds[i]), "y" + i, shape, last);
            last = "y" + i;
        }
        return sketch.build(last);
    }

    private static Options options(BuiltinOperator kind) {
        return switch (kind) {
            case GELU -> Options.of(OptionsTable.GELU);
            case LOG_SOFTMAX -> Options.of(OptionsTable.LOG_SOFTMAX);
            case EXP -> Options.of(OptionsTable.EXP);
            case HARD_SWISH -> Options.of(OptionsTable.HARD_SWISH);
            default -> Options.NONE;
        };
    }
}
