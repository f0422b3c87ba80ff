// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime;

import static io.espalier.lite.schema.TensorType.INT4;
import static io.espalier.lite.schema.TensorType.INT8;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.file.GraphWriter;
import io.espalier.lite.quantize.constant.ConstantQuantizer;
import io.espalier.lite.quantize.constant.DynamicRangeQuantizer;
import io.espalier.lite.quantize.constant.Float16Quantizer;
import io.espalier.lite.quantize.constant.WeightOnlyQuantizer;
import io.espalier.lite.quantize.constant.WeightOptions;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.runtime.interpreter.InterpreterOptions;
import io.espalier.testing.Assets;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Float models whose constants are stored in fewer bits run in the real runtime, with and without XNNPACK. */
class StoredConstantsTest {
    private static final long SEED = 11;
    private static final float ROUNDING = 1e-5f;
    private static final WeightOptions PER_TENSOR = new WeightOptions(Granularity.PER_TENSOR, 0);
    private static final WeightOptions PER_TENSOR_DENSE = new WeightOptions(Granularity.PER_TENSOR_DENSE, 1024);

    private static final List<ConstantQuantizer> DEQUANTIZED = List.of(
            new Float16Quantizer(),
            new WeightOnlyQuantizer(INT8, WeightOptions.USUAL),
            new WeightOnlyQuantizer(INT8, PER_TENSOR),
            new WeightOnlyQuantizer(INT4, WeightOptions.USUAL),
            new WeightOnlyQuantizer(INT4, PER_TENSOR));
    private static final List<ConstantQuantizer> DYNAMIC_RANGE = List.of(
            DynamicRangeQuantizer.USUAL,
            new DynamicRangeQuantizer(PER_TENSOR, false),
            new DynamicRangeQuantizer(PER_TENSOR_DENSE, false));

    static Stream<Arguments> dequantized() {
        return withEach(ours(), DEQUANTIZED);
    }

    static Stream<Arguments> dequantizedOfOthers() {
        return withEach(ofOthers(), DEQUANTIZED);
    }

    static Stream<Arguments> dynamicRange() {
        return withEach(ours(), DYNAMIC_RANGE);
    }

    static Stream<Arguments> dynamicRangeOfOthers() {
        return withEach(ofOthers(), DYNAMIC_RANGE);
    }

    private static Stream<Path> ours() {
        return Stream.of("mnist_softmax/float.tflite", "mobile_big/float.tflite")
                .map(Golden::file);
    }

    private static Stream<Path> ofOthers() {
        return Stream.of(
                        "mlperf_tiny/image_classification/trained_models/pretrainedResnet.tflite",
                        "mlperf_tiny/visual_wake_words/trained_models/vww_96_float.tflite",
                        "tflite/aiedge_quantizer/weight_sharing_fcs.tflite",
                        "tflite/tflm/trained_lstm.tflite")
                .map(Assets::file);
    }

    private static Stream<Arguments> withEach(Stream<Path> models, List<ConstantQuantizer> quantizers) {
        return models.flatMap(model -> quantizers.stream().map(each -> Arguments.of(model, each)));
    }

    @ParameterizedTest
    @MethodSource("dequantized")
    void theRuntimeComputesWithTheNumbersThatTheConstantsStandFor(Path model, ConstantQuantizer quantizer)
            throws IOException {
        assertComputesWithWhatConstantsStandFor(GraphReader.read(model), quantizer);
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("dequantizedOfOthers")
    void theRuntimeComputesWithTheNumbersThatTheConstantsOfOthersStandFor(Path model, ConstantQuantizer quantizer)
            throws IOException {
        assertComputesWithWhatConstantsStandFor(GraphReader.read(model), quantizer);
    }

    private static void assertComputesWithWhatConstantsStandFor(Graph graph, ConstantQuantizer quantizer) {
        Graph quantized = quantizer.quantize(graph);

        Graph decoded = quantized.withSubgraphs(
                quantized.subgraphs().stream().map(StoredConstantsTest::decoded).toList());

        assertOutputsAreNear(quantized, output(decoded, true), ROUNDING);
        boolean untouched = quantized.main().equals(graph.main());
        assertThat(GraphWriter.toBytes(quantized).length)
                .isLessThan(GraphWriter.toBytes(graph).length * (untouched ? 101 : 75) / 100);
    }

    @ParameterizedTest
    @MethodSource("dynamicRange")
    void dynamicRangeStaysNearTheFloatModel(Path model, ConstantQuantizer quantizer) throws IOException {
        Graph graph = GraphReader.read(model);

        assertOutputsAreNear(quantizer.quantize(graph), output(graph, true), 0.1f);
    }

    @ParameterizedTest
    @Tag("conformance")
    @MethodSource("dynamicRangeOfOthers")
    void dynamicRangeStaysNearTheFloatModelOfOthers(Path model, ConstantQuantizer quantizer) throws IOException {
        Graph graph = GraphReader.read(model);

        assertOutputsAreNear(quantizer.quantize(graph), output(graph, true), 0.1f);
    }

    private static void assertOutputsAreNear(Graph graph, float[] expected, float tolerance) {
        for (boolean xnnpack : new boolean[] {true, false}) {
            assertThat(output(graph, xnnpack))
                    .as("XNNPACK %s, seed %d", xnnpack, SEED)
                    .containsExactly(expected, Offset.offset(tolerance));
        }
    }

    private static float[] output(Graph graph, boolean xnnpack) {
        Ints shape = graph.main().tensor(graph.main().inputs().get(0)).shape();
        SplittableRandom random = new SplittableRandom(SEED);
        float[] input = new float[(int) shape.stream().asLongStream().reduce(1, Math::multiplyExact)];
        for (int i = 0; i < input.length; i++) {
            input[i] = (float) random.nextDouble(-1, 1);
        }
        return Running.run(graph, InterpreterOptions.DEFAULTS.withXnnpack(xnnpack), List.of(input))
                .get(0);
    }

    /** The subgraph with what its DEQUANTIZEs of constants make in their place. */
    private static Subgraph decoded(Subgraph subgraph) {
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        List<Operator> operators = new ArrayList<>();
        for (Operator operator : subgraph.operators()) {
            if (operator.is(BuiltinOperator.DEQUANTIZE)) {
                float[] values = decoded(subgraph.tensor(operator.inputs().get(0)));
                tensors.set(
                        operator.outputs().get(0),
                        subgraph.tensor(operator.outputs().get(0)).withBuffer(Buffer.ofFloats(values)));
            } else {
                operators.add(operator);
            }
        }
        return subgraph.with(tensors, subgraph.inputs(), subgraph.outputs(), operators);
    }

    private static float[] decoded(Tensor constant) {
        float[] values = new float[(int) constant.elements()];
        int axis = constant.quantization().quantizedDimension();
        int channels = constant.quantization().scales().size();
        int stride =
                (int) constant.shape().stream().skip(axis + 1L).asLongStream().reduce(1, Math::multiplyExact);
        for (int place = 0; place < values.length; place++) {
            values[place] = switch (constant.type()) {
                case FLOAT16 -> half(constant.buffer().asShorts().get(place));
                case INT8 -> constant.buffer().get(place);
                default -> (byte) (constant.buffer().get(place / 2) << (4 - place % 2 * 4)) >> 4;
            };
            if (channels > 0) {
                int channel = channels == 1 ? 0 : place / stride % channels;
                values[place] *= constant.quantization().scales().get(channel);
            }
        }
        return values;
    }

    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int mantissa = bits & 0x3FF;
        float magnitude = exponent == 0 ? mantissa * 0x1p-24f : Math.scalb(1024f + mantissa, exponent - 25);
        return bits < 0 ? -magnitude : magnitude;
    }
}
