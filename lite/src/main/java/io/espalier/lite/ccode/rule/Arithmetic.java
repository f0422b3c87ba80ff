// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.ActivationFunction;
import java.util.Locale;

/** Scales, clamps and zero points in the numbers of a runtime's kernels. */
final class Arithmetic {
    private Arithmetic() {}

    /** Adds the scales by which sums of products become the output: {@code input * weights / output}. */
    static Step withScales(Step step, Operation operation, Tensor input, Tensor weights) {
        return withScales(step, operation, input, weights, operation.rounding());
    }

    /** The same for a kernel that rounds in this way. */
    static Step withScales(Step step, Operation operation, Tensor input, Tensor weights, SumRounding rounding) {
        int count = weights.quantization().scales().size();
        boolean floats = count == 1 && operation.operator().is(BuiltinOperator.FULLY_CONNECTED);
        float in = Operation.scale(input);
        float out = Operation.scale(operation.output());
        String[] elements = new String[count];
        for (int channel = 0; channel < count; channel++) {
            float weight = weights.quantization().scales().get(channel);
            elements[channel] = rounding == SumRounding.SINGLE
                    ? floatBits(in * weight / out)
                    : fixed((floats ? in * weight : (double) in * weight) / out);
        }
        int width = rounding == SumRounding.SINGLE ? Integer.BYTES : 2 * Integer.BYTES;
        return step.with(
                        "scales",
                        new Table(rounding == operation.rounding() ? "scale_t" : "scale_pair", count * width, elements))
                .with("scale_step", count > 1 ? 1 : 0);
    }

    /** A scale as the field of a kernel. */
    static Constant scale(Operation operation, float scale) {
        return new Constant.Text(operation.rounding() == SumRounding.SINGLE ? floatBits(scale) : fixed(scale));
    }

    /** The bits of a scale, as kernels that round once read it. */
    static String floatBits(float scale) {
        if (!(scale > 0) || scale >= 256 || scale < Float.MIN_NORMAL) {
            throw new Refusal("a scale of " + scale + " is out of range", "quantize the float model again");
        }
        return String.format(Locale.US, "0x%08xu", Float.floatToRawIntBits(scale));
    }

    private static String fixed(double scale) {
        FixedPoint point = FixedPoint.of(scale);
        return "{" + point.multiplier() + ", " + point.shift() + "}";
    }

    /** Adds the zero point of the output, and the range that its activation leaves. */
    static Step withClamp(Step step, Operation operation, ActivationFunction activation) {
        Tensor output = operation.output();
        return step.with("out_zero", Operation.zeroPoint(output))
                .with("min", lowest(operation, activation))
                .with("max", highest(operation, activation));
    }

    static int lowest(Operation operation, ActivationFunction activation) {
        return switch (activation) {
            case NONE -> lowest(operation.output());
            case RELU, RELU6 -> quantized(operation, 0);
            case RELU_N1_TO_1 -> quantized(operation, -1);
            case TANH, SIGN_BIT -> throw refused(activation);
        };
    }

    static int highest(Operation operation, ActivationFunction activation) {
        return switch (activation) {
            case NONE, RELU -> highest(operation.output());
            case RELU6 -> quantized(operation, 6);
            case RELU_N1_TO_1 -> quantized(operation, 1);
            case TANH, SIGN_BIT -> throw refused(activation);
        };
    }

    /** The lowest number that a tensor can store. */
    static int lowest(Tensor tensor) {
        return switch (tensor.type()) {
            case UINT8 -> 0;
            case INT16 -> Short.MIN_VALUE;
            default -> Byte.MIN_VALUE;
        };
    }

    /** The highest number that a tensor can store. */
    static int highest(Tensor tensor) {
        return switch (tensor.type()) {
            case UINT8 -> 255;
            case INT16 -> Short.MAX_VALUE;
            default -> Byte.MAX_VALUE;
        };
    }

    /** What a tensor stores for a number, once it is between those that it can store. */
    static int clamped(Tensor tensor, double stored) {
        return (int) Math.max(lowest(tensor), Math.min(highest(tensor), stored));
    }

    /** The nearest whole number; ties go away from zero, as C's round has it. */
    static double away(double value) {
        double whole = Math.floor(Math.abs(value));
        return Math.copySign(Math.abs(value) - whole >= 0.5 ? whole + 1 : whole, value);
    }

    private static Refusal refused(ActivationFunction activation) {
        return new Refusal(
                "the activation " + activation + " inside an operator has no kernel", "use an operator of its own");
    }

    /** What the output stores for a bound of an activation. */
    private static int quantized(Operation operation, float real) {
        Tensor output = operation.output();
        float steps = real / Operation.scale(output);
        double rounded = operation.rounding() == SumRounding.SINGLE ? Math.rint(steps) : away(steps);
        return clamped(output, rounded + Operation.zeroPoint(output));
    }

    /**
     * The bias of each channel, less the products of its weights with the zero point of the input, so that kernels multiply the stored integers.
     *
     * @param channelLast whether the channel is the last axis of the weights rather than the first
     */
    static Constant foldedBias(
            Operation operation, int biasPosition, byte[] weights, int channels, boolean channelLast, int zeroPoint) {
        int[] sums = new int[channels];
        if (operation.operator().hasInput(biasPosition)) {
            operation.input(biasPosition).buffer().asInts().get(sums);
        }
        int length = weights.length / channels;
        for (int index = 0; index < weights.length; index++) {
            int channel = channelLast ? index % channels : index / length;
            sums[channel] -= zeroPoint * weights[index];
        }
        return Table.ofInts(sums);
    }
}
