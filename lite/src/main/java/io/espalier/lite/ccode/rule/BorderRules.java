// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Real;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.TensorType;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Between float32 and integers, and from one scale of integers to another. */
final class BorderRules {
    private static final float LEAST = 1f / 256;
    private static final float MOST = 128;

    private BorderRules() {}

    static List<Step> quantize(Operation operation) {
        return operation.input(0).type() == TensorType.FLOAT32
                ? fromFloat(operation)
                : operation.input(0).type() == TensorType.INT16
                                && operation.output().type() == TensorType.INT16
                        ? WideLookupRules.slopes(operation, exact(operation), exact(operation), 1, -32768, 32767)
                        : LookupRules.table(operation, rescaling(operation));
    }

    private static double exact(Operation operation) {
        return (double) Operation.scale(operation.input(0)) / Operation.scale(operation.output());
    }

    private static List<Step> fromFloat(Operation operation) {
        Tensor output = operation.output();
        boolean once = operation.rounding() == SumRounding.SINGLE && output.type() == TensorType.INT8;
        float scale = Operation.scale(output);
        Step step = once
                ? operation.step("quantize_single", 0).with("inverse", new Real(1f / scale))
                : operation.step(variant(output, "quantize_twice"), 0).with("scale", new Real(scale));
        return List.of(step.with("length", output.elements())
                .with("zero", Operation.zeroPoint(output))
                .with("min", Arithmetic.lowest(output))
                .with("max", Arithmetic.highest(output)));
    }

    static List<Step> dequantize(Operation operation) {
        Tensor input = operation.input(0);
        if (operation.output().type() != TensorType.FLOAT32) {
            throw new Refusal("its output is " + operation.output().type(), "use FLOAT32");
        }
        return List.of(operation
                .step(variant(input, "dequantize"), 0)
                .with("scale", new Real(Operation.scale(input)))
                .with("zero", Operation.zeroPoint(input))
                .with("length", input.elements()));
    }

    private static String variant(Tensor tensor, String kernel) {
        return switch (tensor.type()) {
            case INT8 -> kernel;
            case UINT8 -> kernel + "_u8";
            case INT16 -> kernel + "_16";
            default ->
                throw new Refusal(
                        "tensor '" + tensor.name() + "' is " + tensor.type(), "quantize with int8 or int16x8");
        };
    }

    /** XNNPACK multiplies by whole 256ths, if both tensors have one type; TFLite's own kernel does the rest. */
    private static IntUnaryOperator rescaling(Operation operation) {
        Tensor input = operation.input(0);
        Tensor output = operation.output();
        float ratio = LookupRules.ratio(operation);
        boolean xnnpack = operation.rounding() == SumRounding.SINGLE
                && input.type() == output.type()
                && ratio >= LEAST
                && ratio <= MOST;
        int inZero = Operation.zeroPoint(input);
        int outZero = Operation.zeroPoint(output);
        if (xnnpack) {
            int multiplier = (int) Math.rint(256 * ratio);
            return stored -> (((stored - inZero) * multiplier + 128) >> 8) + outZero;
        }
        FixedPoint scale = FixedPoint.of((double) Operation.scale(input) / Operation.scale(output));
        return stored -> scale.times(stored - inZero) + outZero;
    }
}
