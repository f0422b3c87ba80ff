// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** Checksums over all stored numbers, 256 scales and as many zero points, of what the kernels of TFLite Micro answered with gemmlowp. */
class MicroFunctionsTest {
    @Test
    void logisticAnswersAsTfliteMicroDoes() {
        assertThat(checksum(BuiltinOperator.LOGISTIC, MicroFunctions::logistic)).isEqualTo(4132596567L);
    }

    @Test
    void tanhAnswersAsTfliteMicroDoes() {
        assertThat(checksum(BuiltinOperator.TANH, MicroFunctions::tanh)).isEqualTo(2167471877L);
    }

    private static long checksum(BuiltinOperator kind, Function<Operation, IntUnaryOperator> function) {
        CRC32 checksum = new CRC32();
        for (int number = 0; number < 256; number++) {
            int step = number % 16;
            float scale = Math.scalb(1 + step / 16f + step % 3 / 1024f, number / 16 - 14);
            IntUnaryOperator stored = function.apply(operation(kind, scale, number * 37 % 256 - 128));
            for (int value = Byte.MIN_VALUE; value <= Byte.MAX_VALUE; value++) {
                int answer = stored.applyAsInt(value);
                checksum.update(Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, answer)));
            }
        }
        return checksum.getValue();
    }

    private static Operation operation(BuiltinOperator kind, float scale, int zeroPoint) {
        Tensor bytes = Tensor.activation("x", TensorType.INT8, Ints.of(1));
        Workspace workspace = new Workspace(List.of(
                bytes.withQuantization(Quantization.perTensor(scale, zeroPoint)),
                bytes.withQuantization(Quantization.perTensor(1f / 256, -128))));
        Operator operator = Operator.of(OperatorCode.of(kind, 1), Ints.of(0), Ints.of(1), Options.NONE);
        return new Operation(workspace, operator, 0, SumRounding.DOUBLE);
    }
}
