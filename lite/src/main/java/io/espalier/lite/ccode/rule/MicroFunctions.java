// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import static io.espalier.lite.ccode.rule.FixedPoint.divided;
import static io.espalier.lite.ccode.rule.FixedPoint.doubledHighShort;

import io.espalier.lite.Tensor;
import java.util.function.IntUnaryOperator;

/** Functions of stored integers that reference kernels compute without any fraction. */
final class MicroFunctions {
    private static final int INPUT_BITS = 4;
    private static final int RSQRT_SHIFT = 20;

    private MicroFunctions() {}

    /** As TFLite Micro computes it; TFLite itself uses a table of float32. */
    static IntUnaryOperator logistic(Operation operation) {
        return bounded(operation, value -> divided(FixedFunctions.logistic(value), 31 - 8) + Byte.MIN_VALUE);
    }

    /** As TFLite Micro computes it; TFLite itself uses a table of float32. */
    static IntUnaryOperator tanh(Operation operation) {
        return bounded(operation, value -> divided(FixedFunctions.tanh(value), 31 - 7));
    }

    /** The ends of the range beyond 2^4, where the function is flat. */
    private static IntUnaryOperator bounded(Operation operation, IntUnaryOperator function) {
        Tensor input = operation.input(0);
        FixedPoint scale = FixedPoint.of((double) Operation.scale(input) * (1 << (31 - INPUT_BITS)));
        int radius = (int)
                Math.floor(Math.scalb((double) ((1 << INPUT_BITS) - 1) * (1L << (31 - INPUT_BITS)), -scale.shift()));
        return stored -> {
            int value = stored - Operation.zeroPoint(input);
            if (Math.abs(value) >= radius) {
                return value < 0 ? Byte.MIN_VALUE : Byte.MAX_VALUE;
            }
            return function.applyAsInt(scale.times(value));
        };
    }

    static IntUnaryOperator rsqrt(Operation operation) {
        Tensor input = operation.input(0);
        Tensor output = operation.output();
        FixedPoint scale = FixedPoint.of(1.0 / ((float) Math.sqrt(Operation.scale(input)) * Operation.scale(output)));
        FixedPoint last = new FixedPoint(scale.multiplier(), scale.shift() - RSQRT_SHIFT);
        return stored -> {
            int value = stored - Operation.zeroPoint(input);
            if (value <= 0) {
                return Byte.MAX_VALUE;
            }
            FixedPoint root = FixedFunctions.inverseSquareRoot(value);
            int fine = new FixedPoint(root.multiplier(), root.shift() + RSQRT_SHIFT).times(1);
            return last.times(fine) + Operation.zeroPoint(output);
        };
    }

    /** In numbers of 16 bits (Howard and others 2019). */
    static IntUnaryOperator hardSwish(Operation operation) {
        Tensor input = operation.input(0);
        Tensor output = operation.output();
        float fine = 1f / 128 * Operation.scale(input);
        FixedPoint last = FixedPoint.of(fine / Operation.scale(output));
        FixedPoint gate = FixedPoint.of(fine / (3f / 32768));
        return stored -> {
            int value = (stored - Operation.zeroPoint(input)) * 128;
            int product = doubledHighShort(value, half(last.multiplier()));
            int reluish = value;
            if (gate.shift() > 0) {
                reluish = shifted(reluish, gate.shift() - 1);
            }
            reluish = doubledHighShort(reluish, half(gate.multiplier()));
            if (gate.shift() > 0) {
                reluish = shifted(reluish, 1);
            } else if (gate.shift() < 0) {
                reluish = divided(reluish, -gate.shift());
            }
            int factor = (reluish + (1 << 15)) >> 1;
            // rounds towards zero, unlike the products before
            int result = factor * product / (1 << 15);
            return divided((short) result, -last.shift()) + Operation.zeroPoint(output);
        };
    }

    /** A multiplier with 16 bits. */
    private static int half(int multiplier) {
        return (int) Math.min(Short.MAX_VALUE, ((long) multiplier + (1 << 15)) >> 16);
    }

    private static int shifted(int value, int exponent) {
        return (int) Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, (long) value << exponent));
    }
}
