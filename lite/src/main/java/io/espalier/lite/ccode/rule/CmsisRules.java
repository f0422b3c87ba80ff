// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Constant.Structure;
import io.espalier.lite.ccode.program.Constant.Work;
import io.espalier.lite.ccode.program.Step;
import io.espalier.lite.operator.FusedActivation;
import io.espalier.lite.schema.TensorType;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Operators in int8 as calls of CMSIS-NN 8.0.0, with the numbers that TFLite Micro gives it. Forms that it has no function for, or none that is
 * right on every processor, are left to our own kernels: other types, pools of several pictures, sums and products that broadcast, and what
 * {@link CmsisLimits} names.
 */
final class CmsisRules {
    private static final int SUM_BITS = 20;
    private static final int SOFTMAX_BITS = 5;

    private CmsisRules() {}

    /** Empty if CMSIS-NN has no function for it. */
    static Optional<Step> step(Operation operation) {
        return switch (operation.operator().code().builtin()) {
            case CONV_2D -> given(CmsisWeights.fitConvolution(operation), operation, CmsisWeights::convolution);
            case DEPTHWISE_CONV_2D ->
                given(
                        isOnePicture(operation) && CmsisWeights.fitDepthwise(operation),
                        operation,
                        CmsisWeights::depthwise);
            case FULLY_CONNECTED -> given(CmsisWeights.fit(operation), operation, CmsisWeights::fullyConnected);
            case MAX_POOL_2D -> given(isInt8(operation, 0) && isOnePicture(operation), operation, CmsisRules::maxPool);
            case AVERAGE_POOL_2D ->
                given(isInt8(operation, 0) && isOnePicture(operation), operation, CmsisRules::averagePool);
            case ADD -> given(isPair(operation), operation, CmsisRules::add);
            case MUL -> given(isPair(operation), operation, CmsisRules::multiply);
            case SOFTMAX ->
                given(isInt8(operation, 0) && softmaxScale(operation).shift() >= 0, operation, CmsisRules::softmax);
            default -> Optional.empty();
        };
    }

    private interface Rule {
        Step step(Operation operation);
    }

    private static Optional<Step> given(boolean fits, Operation operation, Rule rule) {
        return fits ? Optional.of(rule.step(operation)) : Optional.empty();
    }

    static boolean isInt8(Operation operation, int... positions) {
        return operation.output().type() == TensorType.INT8
                && IntStream.of(positions)
                        .allMatch(position -> operation.input(position).type() == TensorType.INT8);
    }

    private static boolean isOnePicture(Operation operation) {
        return operation.input(0).shape().get(0) == 1;
    }

    private static boolean isPair(Operation operation) {
        return isInt8(operation, 0, 1)
                && operation.input(0).shape().equals(operation.input(1).shape());
    }

    /** {@code cmsis_nn_dims}: what n, h, w and c mean depends on the function. */
    static Structure dims(int n, int h, int w, int c) {
        return Structure.of(n, h, w, c);
    }

    static Structure dims(Ints shape) {
        return dims(shape.get(0), shape.get(1), shape.get(2), shape.get(3));
    }

    /** {@code cmsis_nn_activation}. */
    static Structure activation(Operation operation) {
        return Structure.of(
                Arithmetic.lowest(operation, FusedActivation.of(operation.operator())),
                Arithmetic.highest(operation, FusedActivation.of(operation.operator())));
    }

    private static Step maxPool(Operation operation) {
        return pool(operation, "cmsis_max_pool");
    }

    private static Step averagePool(Operation operation) {
        int channels = operation.input(0).shape().get(3);
        return pool(operation, "cmsis_average_pool").working(new Work(channels * Integer.BYTES, 0));
    }

    private static Step pool(Operation operation, String kernel) {
        int height = operation.options().integer("filter_height");
        int width = operation.options().integer("filter_width");
        Picture picture = Picture.of(operation, operation.input(0).shape(), height, width, 1, 1);
        return operation
                .step(kernel, 0)
                .with(
                        "params",
                        Structure.of(
                                Structure.of(picture.strideWidth(), picture.strideHeight()),
                                Structure.of(picture.padLeft(), picture.padTop()),
                                activation(operation)))
                .with("in", dims(picture.in()))
                .with("kernel", dims(1, height, width, 1))
                .with("out", dims(picture.out()));
    }

    /** Both shifted left first, then in units of twice the larger scale. */
    private static Step add(Operation operation) {
        Tensor a = operation.input(0);
        Tensor b = operation.input(1);
        double most = 2.0 * Math.max(Operation.scale(a), Operation.scale(b));
        double out = most / ((double) (1 << SUM_BITS) * Operation.scale(operation.output()));
        Step step = operation.step("cmsis_add", 0, 1).with("left_shift", SUM_BITS);
        step = scaled(step, "a", FixedPoint.of(Operation.scale(a) / most));
        step = scaled(step, "b", FixedPoint.of(Operation.scale(b) / most));
        return elementwise(scaled(step, "out", FixedPoint.of(out)), operation);
    }

    private static Step multiply(Operation operation) {
        double scale = (double) Operation.scale(operation.input(0))
                * Operation.scale(operation.input(1))
                / Operation.scale(operation.output());
        return elementwise(scaled(operation.step("cmsis_mul", 0, 1), "out", FixedPoint.of(scale)), operation);
    }

    private static Step scaled(Step step, String prefix, FixedPoint scale) {
        return step.with(prefix + "_multiplier", scale.multiplier()).with(prefix + "_shift", scale.shift());
    }

    /** CMSIS-NN reads each element before it writes the one at its place. */
    private static Step elementwise(Step step, Operation operation) {
        return step.with("a_offset", -Operation.zeroPoint(operation.input(0)))
                .with("b_offset", -Operation.zeroPoint(operation.input(1)))
                .with("out_offset", Operation.zeroPoint(operation.output()))
                .with("min", Arithmetic.lowest(operation, FusedActivation.of(operation.operator())))
                .with("max", Arithmetic.highest(operation, FusedActivation.of(operation.operator())))
                .with("length", operation.output().elements())
                .inPlaceOf(0, 1);
    }

    private static FixedPoint softmaxScale(Operation operation) {
        double real = (double) operation.options().real("beta") * Operation.scale(operation.input(0));
        return FixedPoint.of(Math.min(Math.scalb(real, 31 - SOFTMAX_BITS), Integer.MAX_VALUE));
    }

    private static Step softmax(Operation operation) {
        Tensor input = operation.input(0);
        FixedPoint scale = softmaxScale(operation);
        double reach = Math.scalb((double) ((1 << SOFTMAX_BITS) - 1), 31 - SOFTMAX_BITS - scale.shift());
        int length = input.shape().get(input.shape().size() - 1);
        return operation
                .step("cmsis_softmax", 0)
                .with("count", input.elements() / length)
                .with("length", length)
                .with("multiplier", scale.multiplier())
                .with("shift", scale.shift())
                .with("least", -(int) Math.floor(reach));
    }
}
