// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Structure;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.schema.BuiltinOperator;

/** Operators with constant weights as calls of CMSIS-NN: it adds the zero point of the input itself, so the bias stays as it is. */
final class CmsisWeights {
    private CmsisWeights() {}

    /** Whether input, weights and output are int8, and the weights constant, stored densely, and in one group of channels. */
    static boolean fit(Operation operation) {
        Tensor weights = operation.input(1);
        int channels = operation.input(0).shape().get(operation.input(0).shape().size() - 1);
        boolean groups = operation.operator().code().builtin() == BuiltinOperator.CONV_2D
                && weights.shape().get(3) != channels;
        return CmsisRules.isInt8(operation, 0, 1)
                && weights.isConstant()
                && weights.sparsity().isEmpty()
                && !groups;
    }

    static boolean fitConvolution(Operation operation) {
        return fit(operation)
                && CmsisLimits.convolution(picture(operation, operation.input(1).shape()));
    }

    static boolean fitDepthwise(Operation operation) {
        return fit(operation)
                && CmsisLimits.depthwise(picture(operation, operation.input(1).shape()));
    }

    static Step convolution(Operation operation) {
        Ints filter = operation.input(1).shape();
        Picture picture = picture(operation, filter);
        return tables(operation.step("cmsis_conv", 0), operation, filter.get(0))
                .with("params", windowed(operation, picture, ""))
                .with("in", CmsisRules.dims(picture.in()))
                .with("kernel", CmsisRules.dims(filter))
                .with("out", CmsisRules.dims(picture.out()))
                .working(CmsisWork.convolution(picture));
    }

    static Step depthwise(Operation operation) {
        Ints filter = operation.input(1).shape();
        Picture picture = picture(operation, filter);
        int multiplier = filter.get(3) / picture.in().get(3);
        return tables(operation.step("cmsis_depthwise", 0), operation, filter.get(3))
                .with("params", windowed(operation, picture, multiplier + ", "))
                .with("in", CmsisRules.dims(picture.in()))
                .with("kernel", CmsisRules.dims(filter))
                .with("out", CmsisRules.dims(picture.out()))
                .working(CmsisWork.depthwise(picture));
    }

    static Step fullyConnected(Operation operation) {
        Tensor weights = operation.input(1);
        int channels = weights.shape().get(0);
        int length = weights.shape().get(1);
        int vectors = Math.toIntExact(operation.output().elements() / channels);
        int scales = weights.quantization().scales().size();
        return tables(operation.step("cmsis_fully_connected", 0), operation, scales)
                .with(
                        "params",
                        Structure.of(
                                -Operation.zeroPoint(operation.input(0)),
                                0,
                                Operation.zeroPoint(operation.output()),
                                CmsisRules.activation(operation)))
                .with("in", CmsisRules.dims(vectors, 1, 1, length))
                .with("matrix", CmsisRules.dims(length, 1, 1, channels))
                .with("out", CmsisRules.dims(vectors, 1, 1, channels))
                .with("per_channel", scales > 1 ? 1 : 0)
                .working(CmsisWork.fullyConnected(channels));
    }

    private static Picture picture(Operation operation, Ints filter) {
        return Picture.of(
                operation,
                operation.input(0).shape(),
                filter.get(1),
                filter.get(2),
                operation.options().integer("dilation_h_factor"),
                operation.options().integer("dilation_w_factor"));
    }

    /** {@code cmsis_nn_conv_params}, or with a multiplier of channels {@code cmsis_nn_dw_conv_params}. */
    private static Structure windowed(Operation operation, Picture picture, String multiplier) {
        return Structure.of(
                -Operation.zeroPoint(operation.input(0)),
                Operation.zeroPoint(operation.output()),
                multiplier
                        + Structure.of(picture.strideWidth(), picture.strideHeight())
                                .text(),
                Structure.of(picture.padLeft(), picture.padTop()),
                Structure.of(picture.dilationWidth(), picture.dilationHeight()),
                CmsisRules.activation(operation));
    }

    /** Weights, bias, and so many multipliers and shifts; a single scale is repeated. */
    private static Step tables(Step step, Operation operation, int count) {
        Tensor weights = operation.input(1);
        float in = Operation.scale(operation.input(0));
        float out = Operation.scale(operation.output());
        int[] multipliers = new int[count];
        int[] shifts = new int[count];
        int scales = weights.quantization().scales().size();
        // As TFLite Micro computes them: of one scale alone, the product is a float.
        boolean floats = scales == 1 && operation.operator().is(BuiltinOperator.FULLY_CONNECTED);
        for (int channel = 0; channel < count; channel++) {
            float weight = weights.quantization().scales().get(scales == 1 ? 0 : channel);
            FixedPoint scale = FixedPoint.of((floats ? in * weight : (double) in * weight) / out);
            multipliers[channel] = scale.multiplier();
            shifts[channel] = scale.shift();
        }
        return step.with("weights", Table.ofBytes(weights.buffer()))
                .with("bias", bias(operation))
                .with("multipliers", Table.ofInts(multipliers))
                .with("shifts", Table.ofInts(shifts));
    }

    private static Table bias(Operation operation) {
        Ints out = operation.output().shape();
        int[] values = new int[out.get(out.size() - 1)];
        if (operation.operator().hasInput(2)) {
            operation.input(2).buffer().asInts().get(values);
        }
        return Table.ofInts(values);
    }
}
