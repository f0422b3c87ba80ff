// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Table;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.ccode.program.Window;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.TensorType;
import java.util.List;

/** Convolutions and products of matrices with constant weights. */
final class WeightedRules {
    private WeightedRules() {}

    static List<Step> convolution(Operation operation) {
        Tensor input = operation.input(0);
        Tensor weights = constantWeights(operation, 1);
        Ints kernel = weights.shape();
        if (input.shape().get(3) != kernel.get(3)) {
            return GroupedRules.convolution(operation);
        }
        if (operation.output().type() == TensorType.INT16) {
            return WideRules.convolution(operation);
        }
        operation.requireInt8(0, 1);
        Picture picture = Picture.of(
                operation,
                input.shape(),
                kernel.get(1),
                kernel.get(2),
                operation.options().integer("dilation_h_factor"),
                operation.options().integer("dilation_w_factor"));
        int channels = kernel.get(0);
        int length = kernel.get(1) * kernel.get(2) * kernel.get(3);
        if (picture.isPointwise()) {
            int height = input.shape().get(1);
            return List.of(filters(operation.step("matmul", 0), operation, input, weights, channels, length)
                    .with("pixels", input.shape().get(0) * input.shape().get(2))
                    .byRows(height, Window.same(height)));
        }
        Step step = filters(operation.step("conv", 0), operation, input, weights, channels, length)
                .with("in_c", kernel.get(3))
                .with("in_zero", Operation.zeroPoint(input))
                .with("dilation_h", picture.dilationHeight())
                .with("dilation_w", picture.dilationWidth())
                .withScratch(2 * length);
        return List.of(picture.describe(step));
    }

    static List<Step> fullyConnected(Operation operation) {
        if (operation.output().type() == TensorType.INT16) {
            return WideRules.fullyConnected(operation);
        }
        operation.requireInt8(0, 1);
        Tensor weights = constantWeights(operation, 1);
        int channels = weights.shape().get(0);
        int length = weights.shape().get(1);
        return List.of(filters(operation.step("matmul", 0), operation, operation.input(0), weights, channels, length)
                .with("pixels", operation.output().elements() / channels)
                .byRows(1, Window.same(1)));
    }

    static List<Step> depthwise(Operation operation) {
        if (operation.output().type() == TensorType.INT16) {
            return WideRules.depthwise(operation);
        }
        operation.requireInt8(0, 1);
        Tensor input = operation.input(0);
        Tensor weights = constantWeights(operation, 1);
        Ints kernel = weights.shape();
        int channels = kernel.get(3);
        Picture picture = Picture.of(
                operation,
                input.shape(),
                kernel.get(1),
                kernel.get(2),
                operation.options().integer("dilation_h_factor"),
                operation.options().integer("dilation_w_factor"));
        byte[] bytes = weights.buffer().toBytes();
        Step step = operation
                .step("depthwise", 0)
                .with("weights", Table.ofBytes(weights.buffer()))
                .with("bias", Arithmetic.foldedBias(operation, 2, bytes, channels, true, Operation.zeroPoint(input)))
                .with("channels", channels)
                .with("multiplier", channels / input.shape().get(3))
                .with("in_zero", Operation.zeroPoint(input))
                .with("dilation_h", picture.dilationHeight())
                .with("dilation_w", picture.dilationWidth())
                .withScratch(kernel.get(1) * kernel.get(2) * Long.BYTES
                        + input.shape().get(3));
        step = Arithmetic.withScales(step, operation, input, weights);
        return List.of(
                picture.describe(Arithmetic.withClamp(step, operation, FusedActivation.of(operation.operator()))));
    }

    private static Step filters(
            Step step, Operation operation, Tensor input, Tensor weights, int channels, int length) {
        byte[] bytes = weights.buffer().toBytes();
        Step filters = step.with("weights", Table.ofBytes(weights.buffer()))
                .with("bias", Arithmetic.foldedBias(operation, 2, bytes, channels, false, Operation.zeroPoint(input)))
                .with("length", length)
                .with("channels", channels);
        filters = Arithmetic.withScales(filters, operation, input, weights);
        return Arithmetic.withClamp(filters, operation, FusedActivation.of(operation.operator()));
    }

    static Tensor constantWeights(Operation operation, int position) {
        Tensor weights = operation.input(position);
        if (!weights.isConstant()) {
            throw new Refusal("its weights are computed", "use weights that are constant");
        }
        return weights;
    }
}
