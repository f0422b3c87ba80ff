// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Quantization.Granularity;
import io.espalier.lite.Tensor;
import io.espalier.lite.rewrite.Sketch;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.lite.verify.GraphVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightOnlyQuantizerTest {
    @ParameterizedTest
    @CsvSource({
        "INT8, PER_CHANNEL, 5, 2.7.0, 2048",
        "INT8, PER_TENSOR, 2, 1.14.0, 2048",
        "INT8, PER_TENSOR_DENSE, 2, 1.14.0, 2048",
        "INT4, PER_CHANNEL, 6, 2.18.0, 1024",
        "INT4, PER_TENSOR, 6, 2.18.0, 1024",
    })
    void weightsAreDequantizedInFrontOfTheirOperator(
            TensorType type, Granularity granularity, int version, String runtime, int bytes) {
        Graph quantized = new WeightOnlyQuantizer(type, new WeightOptions(granularity, 1024)).quantize(layer());

        assertThat(Sketch.describe(quantized))
                .containsExactly("w/float32 = DEQUANTIZE(w)", "y = FULLY_CONNECTED(x, w/float32, b)");
        assertThat(quantized.main().operators().get(0).code().version()).isEqualTo(version);
        assertThat(quantized.main().tensor(1).buffer().size()).isEqualTo(bytes);
        assertThat(quantized
                        .metadata(Metadata.MIN_RUNTIME_VERSION)
                        .orElseThrow()
                        .asText())
                .isEqualTo(runtime);
        assertThat(GraphVerifier.problems(quantized)).isEmpty();
    }

    @Test
    void weightsOfFewerElementsStay() {
        WeightOptions options = new WeightOptions(Granularity.PER_CHANNEL, 2049);

        assertThat(new WeightOnlyQuantizer(TensorType.INT8, options)
                        .quantize(layer())
                        .main())
                .isEqualTo(layer().main());
    }

    /** AI Edge Quantizer, pack_data: the first element in the low bits, the end filled with 0. */
    @Test
    void twoIntegersShareAByteTheFirstInTheLowBits() {
        byte[] packed = SymmetricWeights.pack((byte) 0, (byte) 1, (byte) 2, (byte) -1, (byte) -8);

        assertThat(packed).containsExactly(0x10, 0xF2, 0x08);
    }

    /** AI Edge Quantizer: the largest magnitude 4 of a tensor in four bits has scale 4/7. */
    @Test
    void fourBitsGoFromMinus7To7() {
        Tensor weights = Tensor.constant("w", TensorType.FLOAT32, Ints.of(1, 3), Buffer.ofFloats(4, -4, 0.3f));

        Tensor quantized = SymmetricWeights.quantize(weights, TensorType.INT4, ConstantEncoding.PER_TENSOR);

        assertThat(quantized.quantization().scales().toArray()).containsExactly(4 / 7f);
        assertThat(quantized.buffer().toBytes()).containsExactly(0x97, 0x01);
    }

    @ParameterizedTest
    @CsvSource({"TRANSPOSE_CONV, 1, 4", "GATHER, 0, 1"})
    void dynamicRangeDequantizesWhereThereIsNoHybridKernel(BuiltinOperator operator, int position, int scales) {
        OptionsTable table = OptionsTable.valueOf(operator.name());
        Graph graph = new Sketch()
                .input("x", 1)
                .counting("w", 4, 16, 16, 2)
                .operator(operator, table, "y", Ints.of(1, 512), position == 0 ? "w" : "x", position == 0 ? "x" : "w")
                .build("y");

        Graph quantized = DynamicRangeQuantizer.USUAL.quantize(graph);

        assertThat(Sketch.describe(quantized).get(0)).isEqualTo("w/float32 = DEQUANTIZE(w)");
        assertThat(quantized.main().tensor(1).quantization().scales().size()).isEqualTo(scales);
    }

    private static Graph layer() {
        return new Sketch()
                .input("x", -1, 512)
                .counting("w", 4, 512)
                .counting("b", 4)
                .operator(
                        BuiltinOperator.FULLY_CONNECTED,
                        OptionsTable.FULLY_CONNECTED,
                        "y",
                        Ints.of(-1, 4),
                        "x",
                        "w",
                        "b")
                .build("y");
    }
}
