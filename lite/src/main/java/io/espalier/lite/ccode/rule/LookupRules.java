// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Functions of one byte: a table of 256 bytes, filled with the arithmetic of the kernels that it stands for. */
final class LookupRules {
    /** XNNPACK multiplies by whole 256ths, of at least one and at most 128; TFLite's own kernel does the rest. */
    private static final float LEAST_SLOPE = 1f / 256;

    private static final float MOST_SLOPE = 128;

    private LookupRules() {}

    /** A function in float32. */
    @FunctionalInterface
    interface Real {
        double of(float x);
    }

    static List<Step> logistic(Operation operation) {
        if (isWide(operation)) {
            return WideLookupRules.sigmoid(operation, 9);
        }
        return operation.rounding() == SumRounding.DOUBLE
                ? table(operation, MicroFunctions.logistic(operation))
                : table(operation, real(operation, x -> 1f / (1f + (float) Math.exp(-x))));
    }

    static List<Step> tanh(Operation operation) {
        if (isWide(operation)) {
            return WideLookupRules.sigmoid(operation, 8);
        }
        return operation.rounding() == SumRounding.DOUBLE
                ? table(operation, MicroFunctions.tanh(operation))
                : table(operation, real(operation, Math::tanh));
    }

    static List<Step> elu(Operation operation) {
        Real function = x -> x < 0 ? Math.expm1(x) : x;
        return table(
                operation,
                operation.rounding() == SumRounding.SINGLE ? fused(operation, function) : real(operation, function));
    }

    static List<Step> gelu(Operation operation) {
        return table(operation, real(operation, Gelu.of(operation.options().flag("approximate"))));
    }

    static List<Step> exp(Operation operation) {
        return isWide(operation)
                ? WideLookupRules.table(operation, Math::exp)
                : table(operation, real(operation, Math::exp));
    }

    static List<Step> log(Operation operation) {
        float lowest = (Arithmetic.lowest(operation.output()) - Operation.zeroPoint(operation.output()))
                * Operation.scale(operation.output());
        return isWide(operation)
                ? WideLookupRules.table(operation, x -> x > 0 ? Math.log(x) : lowest)
                : table(operation, real(operation, x -> x > 0 ? Math.log(x) : lowest));
    }

    /** As TFLite fills tables: in float32, rounded away from zero. */
    private static IntUnaryOperator real(Operation operation, Real function) {
        Tensor input = operation.input(0);
        float scale = Operation.scale(input);
        int zero = Operation.zeroPoint(input);
        return stored -> stored(operation, function.of(scale * (stored - zero)));
    }

    /** As XNNPACK fills tables: stored numbers times the scale, less the zero point times the scale, are rounded once. */
    private static IntUnaryOperator fused(Operation operation, Real function) {
        Tensor input = operation.input(0);
        float scale = Operation.scale(input);
        float zero = scale * Operation.zeroPoint(input);
        return stored -> stored(operation, function.of((float) ((double) scale * stored - zero)));
    }

    private static int stored(Operation operation, double value) {
        Tensor output = operation.output();
        float steps = (float) value * (1f / Operation.scale(output));
        return Arithmetic.clamped(output, Arithmetic.away(steps) + Operation.zeroPoint(output));
    }

    /** RELU and its kin as operators of their own, between two numbers. */
    static List<Step> clamp(Operation operation, float least, float most) {
        Tensor output = operation.output();
        FixedPoint scale = FixedPoint.of(ratio(operation));
        int min = bound(output, least);
        int max = bound(output, most);
        if (isWide(operation)) {
            return WideLookupRules.slopes(operation, ratio(operation), ratio(operation), 1, min, max);
        }
        return table(operation, stored -> {
            int value = scale.times(stored - Operation.zeroPoint(operation.input(0))) + Operation.zeroPoint(output);
            return Math.max(min, Math.min(max, value));
        });
    }

    private static int bound(Tensor output, float real) {
        return Float.isInfinite(real)
                ? Arithmetic.highest(output)
                : Arithmetic.clamped(
                        output, Arithmetic.away(real / Operation.scale(output)) + Operation.zeroPoint(output));
    }

    static List<Step> leakyRelu(Operation operation) {
        float alpha = operation.options().real("alpha");
        float positive = ratio(operation);
        float negative = positive * alpha;
        boolean xnnpack = operation.rounding() == SumRounding.SINGLE
                && positive >= LEAST_SLOPE
                && positive <= MOST_SLOPE
                && Math.abs(negative) >= LEAST_SLOPE
                && negative <= MOST_SLOPE
                && negative > -MOST_SLOPE + LEAST_SLOPE / 2;
        Tensor input = operation.input(0);
        Tensor output = operation.output();
        if (isWide(operation)) {
            double down = Operation.scale(input) * alpha / Operation.scale(output);
            return WideLookupRules.slopes(operation, positive, down, 1, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        if (xnnpack) {
            int up = (int) Math.rint(256 * positive);
            int down = (int) Math.rint(256 * negative);
            return table(operation, stored -> {
                int value = stored - Operation.zeroPoint(input);
                return ((value * (value >= 0 ? up : down) + 128) >> 8) + Operation.zeroPoint(output);
            });
        }
        FixedPoint up = FixedPoint.of(positive);
        FixedPoint down = FixedPoint.of(Operation.scale(input) * alpha / Operation.scale(output));
        return table(operation, stored -> {
            int value = stored - Operation.zeroPoint(input);
            return (value >= 0 ? up : down).times(value) + Operation.zeroPoint(output);
        });
    }

    static List<Step> abs(Operation operation) {
        FixedPoint scale = FixedPoint.of(ratio(operation));
        if (isWide(operation)) {
            float ratio = ratio(operation);
            return WideLookupRules.slopes(operation, ratio, ratio, -1, Short.MIN_VALUE, Short.MAX_VALUE);
        }
        boolean rescales = Operation.scale(operation.input(0)) != Operation.scale(operation.output());
        return table(operation, stored -> {
            int value = Math.abs(stored - Operation.zeroPoint(operation.input(0)));
            return (rescales ? scale.times(value) : value) + Operation.zeroPoint(operation.output());
        });
    }

    static List<Step> rsqrt(Operation operation) {
        return table(operation, MicroFunctions.rsqrt(operation));
    }

    static List<Step> hardSwish(Operation operation) {
        return table(operation, MicroFunctions.hardSwish(operation));
    }

    private static boolean isWide(Operation operation) {
        return operation.input(0).type() == TensorType.INT16
                && operation.output().type() == TensorType.INT16;
    }

    /** The scale of the input by that of the output, a float32 as TFLite has it. */
    static float ratio(Operation operation) {
        return Operation.scale(operation.input(0)) / Operation.scale(operation.output());
    }

    /** @param function from the stored integers of the input to those of the output, which are clamped */
    static List<Step> table(Operation operation, IntUnaryOperator function) {
        Tensor input = operation.input(0);
        Tensor output = operation.output();
        requireByte(input);
        requireByte(output);
        byte[] table = new byte[256];
        for (int index = 0; index < table.length; index++) {
            byte bits = (byte) (index - 128);
            int stored = input.type() == TensorType.UINT8 ? bits & 0xff : bits;
            table[index] = (byte) Arithmetic.clamped(output, function.applyAsInt(stored));
        }
        Step step = operation.step("lookup", 0).with("table", Table.ofBytes("int8_t", table));
        return List.of(PointwiseRules.elementwise(step, operation));
    }

    private static void requireByte(Tensor tensor) {
        if (tensor.type() != TensorType.INT8 && tensor.type() != TensorType.UINT8) {
            throw new Refusal(
                    "tensor '" + tensor.name() + "' is " + tensor.type() + ", not INT8",
                    "quantize with int8 --strict --input-type int8 --output-type int8");
        }
    }
}
