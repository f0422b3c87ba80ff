// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import static io.espalier.lite.schema.BuiltinOperator.ADD;
import static io.espalier.lite.schema.BuiltinOperator.CONCATENATION;
import static io.espalier.lite.schema.BuiltinOperator.CONV_2D;
import static io.espalier.lite.schema.BuiltinOperator.DEQUANTIZE;
import static io.espalier.lite.schema.BuiltinOperator.FULLY_CONNECTED;
import static io.espalier.lite.schema.BuiltinOperator.RELU;
import static io.espalier.lite.schema.BuiltinOperator.RESHAPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import org.junit.jupiter.api.Test;

class KernelAlignmentTest {
    private static final String CONV = "Convolution (NHWC, F32) IGEMM";
    private static final String DENSE = "Fully Connected (NC, F32) GEMM";
    private static final String COPY = "Copy (NC, X32)";
    private static final String VIEW = "Static Reshape (NC)";

    @Test
    void anOperatorThatIsFusedAwayGetsNoKernel() {
        assertThat(places(List.of(CONV, DENSE), DEQUANTIZE, CONV_2D, RELU, FULLY_CONNECTED))
                .containsExactly(1, 3);
    }

    @Test
    void aKernelThatOnlyPreparesBelongsToTheOneThatComputes() {
        assertThat(places(List.of(CONV, "Convert (NC, F32, QDU8)", DENSE), CONV_2D, FULLY_CONNECTED))
                .containsExactly(0, 1, 1);
    }

    @Test
    void aReshapeOfItsOwnIsNotTheFlatteningBeforeADenseLayer() {
        assertThat(places(List.of(CONV, VIEW, VIEW, DENSE), CONV_2D, RESHAPE, FULLY_CONNECTED)[1])
                .isBetween(0, 1);
        assertThat(places(List.of(CONV, VIEW, DENSE), CONV_2D, RESHAPE, FULLY_CONNECTED))
                .containsExactly(0, 1, 2);
    }

    @Test
    void aConcatenationTakesACopyForEachInput() {
        assertThat(places(List.of(CONV, COPY, COPY, COPY, "Add (ND)"), CONV_2D, CONCATENATION, ADD))
                .containsExactly(0, 1, 1, 1, 2);
    }

    @Test
    void kernelsOfUnknownNamesStayInOrder() {
        assertThat(places(List.of(CONV, "Something New (NC)", DENSE), CONV_2D, BuiltinOperator.RFFT2D, FULLY_CONNECTED))
                .containsExactly(0, 1, 2);
    }

    private static int[] places(List<String> kernels, BuiltinOperator... operators) {
        return KernelAlignment.of(kernels, List.of(operators));
    }
}
