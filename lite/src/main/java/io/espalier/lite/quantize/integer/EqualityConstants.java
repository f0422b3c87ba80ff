// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Buffer;
import io.espalier.lite.Operator;
import io.espalier.lite.Quantization;
import io.espalier.lite.Tensor;
import io.espalier.lite.quantize.constant.HalvesAwayFromZero;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.nio.FloatBuffer;

/**
 * Constants that are compared for equality with values that were integers before, such as the value of padding with the input of an int8 model:
 * they become the number that their own integer stands for, or nothing would ever be equal to them.
 */
final class EqualityConstants {
    private EqualityConstants() {}

    static boolean isEquality(Operator operator) {
        return operator.is(BuiltinOperator.EQUAL) || operator.is(BuiltinOperator.NOT_EQUAL);
    }

    /** Whether a tensor is a constant whose values can be rounded to those of another. */
    static boolean fits(Tensor constant, Tensor compared) {
        return constant.type() == TensorType.FLOAT32
                && !constant.buffer().isEmpty()
                && TensorEncoding.of(compared).isInteger()
                && compared.quantization().scales().size() == 1;
    }

    /** The constant, rounded to values that the integers of the other stand for. */
    static Tensor rounded(Tensor constant, Tensor compared) {
        Quantization quantization = compared.quantization();
        double scale = quantization.scales().get(0);
        long zeroPoint = quantization.zeroPoints().get(0);
        FloatBuffer given = constant.buffer().asFloats();
        float[] values = new float[given.remaining()];
        given.get(values);
        for (int i = 0; i < values.length; i++) {
            long integer = HalvesAwayFromZero.round(values[i] / scale) + zeroPoint;
            long stored = Math.max(lowest(compared.type()), Math.min(highest(compared.type()), integer));
            values[i] = (float) ((stored - zeroPoint) * scale);
        }
        return constant.withBuffer(Buffer.ofFloats(values));
    }

    private static long lowest(TensorType type) {
        return switch (type) {
            case INT8 -> Byte.MIN_VALUE;
            case UINT8 -> 0;
            default -> Short.MIN_VALUE;
        };
    }

    private static long highest(TensorType type) {
        return switch (type) {
            case INT8 -> Byte.MAX_VALUE;
            case UINT8 -> 255;
            default -> Short.MAX_VALUE;
        };
    }
}
