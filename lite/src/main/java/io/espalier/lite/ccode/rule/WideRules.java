// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.settings.SumRounding;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/** Sums of products of 16-bit activations with 8-bit weights. Runtimes compute them alike, whatever their rounding, but for FULLY_CONNECTED. */
final class WideRules {
    private static final int MOST_MULTIPLIER = 0x7fff0000;

    private WideRules() {}

    static List<Step> convolution(Operation operation) {
        Tensor input = operation.input(0);
        Ints kernel = operation.input(1).shape();
        Picture picture = picture(operation, kernel);
        Step step = weighted(operation.step("wide_conv", 0), operation, input, 1, 2, kernel.get(0))
                .with("in_c", input.shape().get(3))
                .with("out_c", kernel.get(0))
                .with("depth", kernel.get(3))
                .with("multiplier", 0)
                .with("weight_channel", kernel.get(1) * kernel.get(2) * kernel.get(3))
                .with("weight_place", kernel.get(3))
                .with("dilation_h", picture.dilationHeight())
                .with("dilation_w", picture.dilationWidth());
        return List.of(picture.describe(step));
    }

    static List<Step> depthwise(Operation operation) {
        Tensor input = operation.input(0);
        Ints kernel = operation.input(1).shape();
        Picture picture = picture(operation, kernel);
        int channels = kernel.get(3);
        Step step = weighted(operation.step("wide_conv", 0), operation, input, 1, 2, channels)
                .with("in_c", input.shape().get(3))
                .with("out_c", channels)
                .with("depth", 1)
                .with("multiplier", channels / input.shape().get(3))
                .with("weight_channel", 1)
                .with("weight_place", channels)
                .with("dilation_h", picture.dilationHeight())
                .with("dilation_w", picture.dilationWidth());
        return List.of(picture.describe(step));
    }

    private static Picture picture(Operation operation, Ints kernel) {
        return Picture.of(
                operation,
                operation.input(0).shape(),
                kernel.get(1),
                kernel.get(2),
                operation.options().integer("dilation_h_factor"),
                operation.options().integer("dilation_w_factor"));
    }

    static List<Step> fullyConnected(Operation operation) {
        Tensor weights = operation.input(1);
        int channels = weights.shape().get(0);
        int length = weights.shape().get(1);
        int pixels = Math.toIntExact(operation.output().elements() / channels);
        Ints in = Ints.of(1, 1, pixels, length);
        Ints out = Ints.of(1, 1, pixels, channels);
        Picture picture = new Picture(in, out, 1, 1, 1, 1, 1, 1, false);
        return List.of(
                picture.describe(weighted(operation.step("wide_conv", 0), operation, operation.input(0), 1, 2, channels)
                        .with("in_c", length)
                        .with("out_c", channels)
                        .with("depth", length)
                        .with("multiplier", 0)
                        .with("weight_channel", length)
                        .with("weight_place", length)
                        .with("dilation_h", 1)
                        .with("dilation_w", 1)));
    }

    /** Weights, bias, scales and clamp. */
    static Step weighted(
            Step step, Operation operation, Tensor input, int weightsPosition, int biasPosition, int channels) {
        if (operation.output().type() != TensorType.INT16 || input.type() != TensorType.INT16) {
            throw new Refusal("only some of its tensors are INT16", "quantize with int16x8 --strict");
        }
        Tensor weights = WeightedRules.constantWeights(operation, weightsPosition);
        if (weights.type() != TensorType.INT8) {
            throw new Refusal("its weights are " + weights.type() + ", not INT8", "quantize with int16x8 --strict");
        }
        long[] bias = new long[channels];
        boolean narrow = false;
        if (operation.operator().hasInput(biasPosition)) {
            Tensor stored = operation.input(biasPosition);
            narrow = stored.type() == TensorType.INT32;
            for (int channel = 0; channel < channels; channel++) {
                bias[channel] = narrow
                        ? stored.buffer().asInts().get(channel)
                        : stored.buffer().asLongs().get(channel);
            }
        }
        float[] scales = new float[weights.quantization().scales().size()];
        for (int index = 0; index < scales.length; index++) {
            scales[index] = weights.quantization().scales().get(index);
        }
        return scaled(
                step.with("weights", Table.ofBytes(weights.buffer())).with("bias", Table.ofLongs(bias)),
                operation,
                input,
                narrow,
                scales);
    }

    /** The scales of sums: multipliers of 16 bits for sums of 64. */
    static Step scaled(Step step, Operation operation, Tensor input, boolean narrow, float... scales) {
        boolean floats =
                scales.length == 1 && !operation.operator().code().name().contains("CONV");
        // TFLite keeps 31 bits there, TFLite Micro 15 as elsewhere
        boolean exact = operation.rounding() == SumRounding.SINGLE
                && operation.operator().is(BuiltinOperator.FULLY_CONNECTED);
        int[] multipliers = new int[scales.length];
        int[] shifts = new int[scales.length];
        for (int index = 0; index < scales.length; index++) {
            float in = Operation.scale(input);
            double product = floats ? in * scales[index] : (double) in * scales[index];
            FixedPoint point = FixedPoint.of(product / Operation.scale(operation.output()));
            int reduced =
                    point.multiplier() < MOST_MULTIPLIER ? (point.multiplier() + (1 << 15)) >> 16 : Short.MAX_VALUE;
            multipliers[index] = narrow || exact ? point.multiplier() : reduced;
            shifts[index] = narrow ? point.shift() : (exact ? 31 : 15) - point.shift();
        }
        var activation = FusedActivation.of(operation.operator());
        return step.with("multipliers", Table.ofInts(multipliers))
                .with("shifts", Table.ofInts(shifts))
                .with("scale_step", scales.length > 1 ? 1 : 0)
                .with("narrow", narrow ? 1 : 0)
                .with("min", Arithmetic.lowest(operation, activation))
                .with("max", Arithmetic.highest(operation, activation));
    }
}
