// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.Rounding;
import io.espalier.lite.schema.table.ActivationFunction;

/** Scales, clamps and zero points in the numbers of a runtime's kernels. */
final class Arithmetic {
    private Arithmetic() {}

    /** A number as a multiplier from 2^30 to 2^31, and a shift: {@code multiplier * 2^(shift - 31)}. */
    record FixedPoint(int multiplier, int shift) {
        private static final int BITS = 31;

        static FixedPoint of(double real) {
            if (real == 0) {
                return new FixedPoint(0, 0);
            }
            int shift = Math.getExponent(real) + 1;
            long multiplier = Math.round(Math.scalb(real, BITS - shift));
            if (multiplier == 1L << BITS) {
                multiplier /= 2;
                shift++;
            }
            return shift < -BITS ? new FixedPoint(0, 0) : new FixedPoint((int) multiplier, shift);
        }
    }

    /** Adds the scales by which sums of products become the output: {@code input * weights / output}. */
    static Step withScales(Step step, Operation operation, Tensor input, Tensor weights) {
        int count = weights.quantization().scales().size();
        float in = Operation.scale(input);
        float out = Operation.scale(operation.output());
        String[] elements = new String[count];
        for (int channel = 0; channel < count; channel++) {
            float weight = weights.quantization().scales().get(channel);
            elements[channel] = operation.rounding() == Rounding.SINGLE
                    ? floatBits(in * weight / out)
                    : fixed((double) in * weight / out);
        }
        int width = operation.rounding() == Rounding.SINGLE ? Integer.BYTES : 2 * Integer.BYTES;
        return step.with("scales", new Table("scale_t", count * width, elements))
                .with("scale_step", count > 1 ? 1 : 0);
    }

    /** The bits of a scale, as kernels that round once read it. */
    static String floatBits(float scale) {
        if (!(scale > 0) || scale >= 256 || scale < Float.MIN_NORMAL) {
            throw new Refusal("a scale of " + scale + " is out of range", "quantize the float model again");
        }
        return String.format("0x%08xu", Float.floatToRawIntBits(scale));
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
            case NONE -> Byte.MIN_VALUE;
            case RELU, RELU6 -> quantized(operation, 0);
            case RELU_N1_TO_1 -> quantized(operation, -1);
            case TANH, SIGN_BIT -> throw refused(activation);
        };
    }

    static int highest(Operation operation, ActivationFunction activation) {
        return switch (activation) {
            case NONE, RELU -> Byte.MAX_VALUE;
            case RELU6 -> quantized(operation, 6);
            case RELU_N1_TO_1 -> quantized(operation, 1);
            case TANH, SIGN_BIT -> throw refused(activation);
        };
    }

    private static Refusal refused(ActivationFunction activation) {
        return new Refusal(
                "the activation " + activation + " inside an operator has no kernel", "use an operator of its own");
    }

    private static int quantized(Operation operation, float real) {
        Tensor output = operation.output();
        float steps = real / Operation.scale(output);
        double rounded = operation.rounding() == Rounding.SINGLE ? Math.rint(steps) : Math.round(steps);
        return (int) Math.max(Byte.MIN_VALUE, Math.min(Byte.MAX_VALUE, rounded + Operation.zeroPoint(output)));
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
