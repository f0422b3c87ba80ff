// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Quantization;
import io.espalier.lite.QuantizationException;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.verify.GraphVerifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DynamicRangeQuantizerTest {
    @Test
    void theLargestMagnitudeOfAChannelBecomes127AndHalvesGoAwayFromZero() {
        Tensor weights = floats(Ints.of(2, 3), 254, 1, -1, -0.5f, 0.25f, 0);

        Tensor quantized = SymmetricWeights.quantize(weights, 0);

        assertThat(quantized.buffer().toBytes()).containsExactly(127, 1, -1, -127, 64, 0);
        assertThat(quantized.quantization().scales().toArray()).containsExactly(2, (float) (0.5 / 127));
        assertThat(quantized.quantization().zeroPoints().toArray()).containsExactly(0, 0);
    }

    @Test
    void channelsMayBeTheLastDimension() {
        Tensor quantized = SymmetricWeights.quantize(floats(Ints.of(1, 1, 2, 2), 127, 1, 0, -2), 3);

        assertThat(quantized.buffer().toBytes()).containsExactly(127, 64, 0, -127);
        assertThat(quantized.quantization().quantizedDimension()).isEqualTo(3);
    }

    /** As in TensorFlow's converter, whose smallest range is 1e-6. */
    @Test
    void aChannelOfZerosGetsASmallScale() {
        Quantization quantization =
                SymmetricWeights.quantize(floats(Ints.of(1, 2), 0, 0), 0).quantization();

        assertThat(quantization.scales().toArray()).containsExactly((float) (0.5e-6 / 127));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void weightsThatAreNoNumbersAreRefusedByName(float value) {
        assertThatExceptionOfType(QuantizationException.class)
                .isThrownBy(() -> SymmetricWeights.quantize(floats(Ints.of(1, 2), 1, value), 0))
                .withMessageContainingAll("'w'", String.valueOf(value));
    }

    @ParameterizedTest
    @CsvSource({"1, 1023, FLOAT32, 1", "1, 1024, INT8, 9", "2, 511, FLOAT32, 1", "2, 512, INT8, 12"})
    void weightsFrom1024ElementsUpAreQuantized(int channels, int inputs, TensorType type, int version) {
        Graph quantized =
                DynamicRangeQuantizer.USUAL.quantize(layer(channels, inputs).build("y"));

        assertThat(named(quantized, "w").type()).isEqualTo(type);
        assertThat(quantized.main().operators().get(0).code().version()).isEqualTo(version);
        assertThat(named(quantized, "b").type()).isEqualTo(TensorType.FLOAT32);
    }

    @Test
    void weightsThatTwoOperatorsShareAreQuantizedOnce() {
        Graph graph = layer(1, 2000)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "z",
                        Ints.of(-1, 1),
                        "x",
                        "w",
                        "b")
                .build("y", "z");

        Graph quantized = DynamicRangeQuantizer.USUAL.quantize(graph);

        assertThat(names(quantized)).isEqualTo(names(graph));
        assertThat(quantized.main().operators())
                .allMatch(operator -> operator.options().flag("asymmetric_quantize_inputs"));
    }

    @Test
    void whoeverNeedsTheWeightsInFloatKeepsThem() {
        Graph graph = layer(1, 2000)
                .operator(BuiltinOperator.ADD, OptionsTable.ADD, "z", Ints.of(1, 2000), "x", "w")
                .build("y", "z");

        Graph quantized = DynamicRangeQuantizer.USUAL.quantize(graph);

        assertThat(named(quantized, "w").type()).isEqualTo(TensorType.FLOAT32);
        assertThat(named(quantized, "w/int8").type()).isEqualTo(TensorType.INT8);
        assertThat(GraphVerifier.problems(quantized)).isEmpty();
    }

    @Test
    void quantizingAgainChangesNothing() {
        Graph once = DynamicRangeQuantizer.USUAL.quantize(layer(1, 2000).build("y"));

        assertThat(DynamicRangeQuantizer.USUAL.quantize(once)).isEqualTo(once);
    }

    @Test
    void recurrentWeightsBecomeIntegersAllTogether() {
        Graph quantized = DynamicRangeQuantizer.USUAL.quantize(rnn(2, 600).build("y"));

        assertThat(named(quantized, "w").type()).isEqualTo(TensorType.INT8);
        assertThat(named(quantized, "r").type()).isEqualTo(TensorType.INT8);
        assertThat(named(quantized, "r").quantization().scales().size()).isEqualTo(1);
        assertThat(named(quantized, "b").type()).isEqualTo(TensorType.FLOAT32);
        assertThat(quantized.main().operators().get(0).code().version()).isEqualTo(3);
        assertThat(quantized
                        .metadata(Metadata.MIN_RUNTIME_VERSION)
                        .orElseThrow()
                        .asText())
                .isEqualTo("2.3.0");
    }

    @Test
    void recurrentWeightsOfWhichNoneIsLargeStayFloat() {
        Graph graph = rnn(2, 500).build("y");

        Graph quantized = DynamicRangeQuantizer.USUAL.quantize(graph);

        assertThat(quantized.main()).isEqualTo(graph.main());
    }

    /** The kernel takes int8 weights for both or for none. */
    @Test
    void recurrentWeightsOfWhichOneIsComputedStayFloat() {
        Graph graph = rnn(2, 600).build("y");
        List<Tensor> tensors = new ArrayList<>(graph.main().tensors());
        tensors.replaceAll(tensor -> tensor.name().equals("r") ? tensor.withBuffer(Buffer.EMPTY) : tensor);
        Graph computed = graph.withMain(graph.main().withTensors(tensors));

        assertThat(DynamicRangeQuantizer.USUAL.quantize(computed).main()).isEqualTo(computed.main());
    }

    private static Sketch rnn(int units, int inputs) {
        return new Sketch()
                .input("x", 1, inputs)
                .input("state", 1, units)
                .counting("w", units, inputs)
                .counting("r", units, units)
                .counting("b", units)
                .operator(BuiltinOperator.RNN, OptionsTable.RNN, "y", Ints.of(1, units), "x", "w", "r", "b", "state");
    }

    private static Sketch layer(int channels, int inputs) {
        Ints output = Ints.of(-1, channels);
        return new Sketch()
                .input("x", -1, inputs)
                .counting("w", channels, inputs)
                .counting("b", channels)
                .operator(BuiltinOperator.FULLY_CONNECTED, OptionsTable.FULLY_CONNECTED, "y", output, "x", "w", "b");
    }

    private static Tensor floats(Ints shape, float... values) {
        return Tensor.constant("w", TensorType.FLOAT32, shape, Buffer.ofFloats(values));
    }

    private static List<String> names(Graph graph) {
        return graph.main().tensors().stream().map(Tensor::name).toList();
    }

    private static Tensor named(Graph graph, String name) {
        return graph.main().tensors().stream()
                .filter(tensor -> tensor.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
