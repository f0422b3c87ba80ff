// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/** Operators that combine the elements of two tensors. */
final class PointwiseRules {
    private static final int SUM_BITS = 20;
    private static final int INT16_SUM_BITS = 15;
    private static final int DIFFERENCE_BITS = 7;

    private PointwiseRules() {}

    static List<Step> add(Operation operation) {
        return sum(operation, 1);
    }

    static List<Step> subtract(Operation operation) {
        return sum(operation, -1);
    }

    /** XNNPACK takes scales relative to the output, the larger with 20 bits, unless they are far apart. */
    private static List<Step> sum(Operation operation, int sign) {
        operation.requireIntegers(0, 1);
        Tensor a = operation.input(0);
        Tensor b = operation.input(1);
        float out = Operation.scale(operation.output());
        float aScale = Operation.scale(a) / out;
        float bScale = Operation.scale(b) / out;
        boolean xnnpack = operation.rounding() == SumRounding.SINGLE
                && a.type() == TensorType.INT8
                && Math.min(aScale, bScale) >= 0x1p-10f
                && Math.max(aScale, bScale) < 0x1p8f;
        if (!xnnpack) {
            return sumTwice(operation, sign);
        }
        int shift = SUM_BITS - Math.getExponent(Math.max(aScale, bScale));
        int aMultiplier = (int) Math.rint(Math.scalb((double) aScale, shift));
        int bMultiplier = sign * (int) Math.rint(Math.scalb((double) bScale, shift));
        int bias = (1 << (shift - 1)) - aMultiplier * Operation.zeroPoint(a) - bMultiplier * Operation.zeroPoint(b);
        Step step = operation
                .step("add_single", 0, 1)
                .with("a_multiplier", aMultiplier)
                .with("b_multiplier", bMultiplier)
                .with("bias", bias)
                .with("shift", shift);
        return Pairs.steps(step, operation);
    }

    private static List<Step> sumTwice(Operation operation, int sign) {
        Tensor a = operation.input(0);
        Tensor b = operation.input(1);
        int left = a.type() == TensorType.INT16 ? INT16_SUM_BITS : SUM_BITS;
        double most = 2.0 * Math.max(Operation.scale(a), Operation.scale(b));
        Step step = zeros(operation.step(operation.kernel("add_twice"), 0, 1), a, b)
                .with("left", left)
                .with("b_sign", sign);
        step = fixed(step, "a_", Operation.scale(a) / most);
        step = fixed(step, "b_", Operation.scale(b) / most);
        return Pairs.steps(
                fixed(step, "", most / ((double) (1 << left) * Operation.scale(operation.output()))), operation);
    }

    static List<Step> multiply(Operation operation) {
        operation.requireIntegers(0, 1);
        Tensor a = operation.input(0);
        Tensor b = operation.input(1);
        float scale = Operation.scale(a) * Operation.scale(b) / Operation.scale(operation.output());
        boolean xnnpack = operation.rounding() == SumRounding.SINGLE
                && a.type() == TensorType.INT8
                && scale >= 0x1p-16f
                && scale < 0x1p8f;
        Step step = xnnpack
                ? operation.step("mul_single", 0, 1).with("scale", Arithmetic.scale(operation, scale))
                : fixed(operation.step(operation.kernel("mul_twice"), 0, 1), "", scale);
        return Pairs.steps(zeros(step, a, b), operation);
    }

    static List<Step> maximum(Operation operation) {
        return extreme(operation, 1);
    }

    static List<Step> minimum(Operation operation) {
        return extreme(operation, -1);
    }

    private static List<Step> extreme(Operation operation, int sign) {
        operation.requireIntegers(0, 1);
        for (int position = 0; position < 2; position++) {
            if (Operation.scale(operation.input(position)) != Operation.scale(operation.output())
                    || Operation.zeroPoint(operation.input(position)) != Operation.zeroPoint(operation.output())) {
                throw new Refusal("its inputs and output have several scales", "quantize it with Espalier");
            }
        }
        Step step = operation.step(operation.kernel("extreme"), 0, 1).with("sign", sign);
        return Pairs.steps(step, operation);
    }

    static List<Step> squaredDifference(Operation operation) {
        operation.requireInt8(0, 1);
        Tensor a = operation.input(0);
        Tensor b = operation.input(1);
        double most = 2.0 * Math.max(Operation.scale(a), Operation.scale(b));
        Step step = zeros(operation.step("squared_difference", 0, 1), a, b);
        step = fixed(step, "a_", Operation.scale(a) / most);
        step = fixed(step, "b_", Operation.scale(b) / most);
        double scale = most * most / ((1 << (2 * DIFFERENCE_BITS)) * Operation.scale(operation.output()));
        return Pairs.steps(fixed(step, "", scale), operation);
    }

    static List<Step> prelu(Operation operation) {
        operation.requireInt8(0, 1);
        Tensor a = operation.input(0);
        Tensor slope = operation.input(1);
        float out = Operation.scale(operation.output());
        Step step = zeros(operation.step("prelu", 0, 1), a, slope);
        step = fixed(step, "positive_", Operation.scale(a) / out);
        return Pairs.steps(fixed(step, "negative_", Operation.scale(a) * Operation.scale(slope) / out), operation);
    }

    private static Step zeros(Step step, Tensor a, Tensor b) {
        return step.with("a_zero", Operation.zeroPoint(a)).with("b_zero", Operation.zeroPoint(b));
    }

    /** A multiplier and a shift under names that begin so. */
    static Step fixed(Step step, String prefix, double scale) {
        FixedPoint point = FixedPoint.of(scale);
        return step.with(prefix + "multiplier", point.multiplier()).with(prefix + "shift", point.shift());
    }

    /** An operator of one input that computes each element alone: row by row where the output is a picture. */
    static Step elementwise(Step step, Operation operation) {
        Ints shape = operation.output().shape();
        int rows = shape.size() == 4 && shape.get(0) == 1 ? shape.get(1) : 1;
        return step.with("length", operation.output().elements() / rows)
                .byRows(rows, Window.same(rows))
                .inPlaceOf(0);
    }
}
