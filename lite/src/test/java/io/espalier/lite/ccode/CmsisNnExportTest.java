// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.settings.ArenaPlace;
import io.espalier.lite.ccode.settings.CSettings;
import io.espalier.lite.ccode.settings.Kernels;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import io.espalier.lite.schema.table.OptionsTable;
import io.espalier.testing.Golden;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class CmsisNnExportTest {
    private static final CSettings DIGITS = CSettings.named("digits").with(Kernels.CMSIS_NN);

    @Test
    void everyOperatorOfAnInt8ModelIsACall() throws IOException {
        CExport export = CExport.of(model(), DIGITS);

        assertThat(export.cmsisNn()).containsExactly("CONV_2D", "FULLY_CONNECTED", "MAX_POOL_2D", "SOFTMAX");
        assertThat(export.portable()).isEmpty();
        assertThat(export.source())
                .contains("#include \"arm_nnfunctions.h\"")
                .contains("/* Written for CMSIS-NN 8.0.0")
                .contains("return arm_convolve_wrapper_s8(", "return arm_max_pool_s8(", "arm_softmax_s8(in, p->count")
                .contains("status |= cmsis_conv(&conv_2d_1, in, arena + 0, WORK(", "return status;")
                .contains(
                        "{128, -128, {1, 1}, {0, 0}, {1, 1}, {-128, 127}}, {1, 28, 28, 1}, {12, 3, 3, 1}, {1, 26, 26, 12}")
                .contains("WORK_BYTES(48, 64)};")
                .doesNotContain("scale_t");
    }

    @Test
    void theFileRefusesToBeBuiltForTheOtherRounding() throws IOException {
        assertThat(CExport.of(model(), DIGITS).source()).contains("#ifndef CMSIS_NN_USE_SINGLE_ROUNDING\n#error");
        assertThat(CExport.of(model(), DIGITS.with(SumRounding.DOUBLE)).source())
                .contains("#ifdef CMSIS_NN_USE_SINGLE_ROUNDING\n#error");
    }

    @Test
    void theFileRefusesToBeBuiltForABigEndianMachine() throws IOException {
        assertThat(CExport.of(model(), DIGITS).source())
                .contains("__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__\n#error \"CMSIS-NN is right on little-endian");
    }

    @Test
    void aSingleScaleOfAMatrixIsAProductOfFloats() {
        Tensor in = Tensor.activation("in", TensorType.INT8, Ints.of(1, 2));
        Tensor weights =
                Tensor.constant("weights", TensorType.INT8, Ints.of(1, 2), Buffer.ofBytes((byte) 3, (byte) -5));
        Tensor out = Tensor.activation("out", TensorType.INT8, Ints.of(1, 1));
        Operator operator = Operator.of(
                OperatorCode.of(BuiltinOperator.FULLY_CONNECTED, 1),
                Ints.of(0, 1),
                Ints.of(2),
                Options.of(OptionsTable.FULLY_CONNECTED));
        Subgraph main = new Subgraph(
                "main",
                List.of(scaled(in, 0.1f), scaled(weights, 0.3f), scaled(out, 0.7f)),
                Ints.of(0),
                Ints.of(2),
                List.of(operator));

        long multiplier = Math.round(Math.scalb((double) (0.1f * 0.3f) / 0.7f, 31 + 4));
        assertThat(multiplier).isNotEqualTo(Math.round(Math.scalb((double) 0.1f * 0.3f / 0.7f, 31 + 4)));
        assertThat(CExport.of(new Graph("", List.of(main), List.of(), List.of()), DIGITS)
                        .source())
                .contains("_multipliers[1] = {\n    " + multiplier + ",", "_shifts[1] = {\n    -4,");
    }

    private static Tensor scaled(Tensor tensor, float scale) {
        return tensor.withQuantization(Quantization.perTensor(scale, 0));
    }

    @Test
    void heliumWorksBehindTheRestOfTheArena() throws IOException {
        CExport export = CExport.of(model(), DIGITS.with(ArenaPlace.CALLER));

        assertThat(export.arenaBytes()).isEqualTo(26 * 26 * 12 + 13 * 13 * 12 + 4);
        assertThat(export.source()).contains("#define WORK(place) (arena + " + export.arenaBytes() + ")");
        assertThat(export.header())
                .contains("_ARENA_SIZE " + (export.arenaBytes() + 64) + "\n#else\n#define DIGITS_ARENA_SIZE "
                        + export.arenaBytes() + "\n#endif")
                .contains("Returns 0, or not if CMSIS-NN refused an operator.");
    }

    @Test
    void withoutTheChoiceNothingIsCalled() throws IOException {
        CExport export = CExport.of(model(), DIGITS.with(Kernels.PORTABLE));

        assertThat(export.cmsisNn()).isEmpty();
        assertThat(export.portable()).containsExactly("CONV_2D", "FULLY_CONNECTED", "SOFTMAX");
        assertThat(export.source()).doesNotContain("arm_nn", "WORK(", "status");
    }

    private static Graph model() throws IOException {
        return GraphReader.read(Golden.file("mnist_softmax/int8.tflite"));
    }
}
