// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.kernels;

import static io.espalier.lite.kernels.KernelForm.HYBRID;
import static io.espalier.lite.kernels.KernelForm.INT8;

import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * TFLite 2.20 with XNNPACK on a desktop: where a form is slower than float, since XNNPACK leaves it to the plain kernels. Forms that are not here
 * are about as fast as float, or faster. Clamps such as RELU alone are not here either: in int8 they become a QUANTIZE.
 *
 * <p>Found on 2026-11-29 with bytedeco's tensorflow-lite 2.20.0-1.5.13 on one thread of an AMD EPYC with AVX-512: {@code scripts/run-benchmark
 * kernel-times}, on tensors of 56 x 56 x 64 elements.
 */
public final class XnnpackKernels {
    /** What a DEQUANTIZE or QUANTIZE takes for each element. */
    public static final double BORDER_NANOS = 0.03;

    /** What is lost by less, in a run, is not worth another form. */
    public static final double LEAST_NANOS = 2000;

    // Of a hybrid 1x1 convolution: what integers save for each product, what rounding takes for each place and for each
    // number.
    private static final double SAVED_NANOS = 0.0068;
    private static final double ROW_NANOS = 13;
    private static final double ELEMENT_NANOS = 0.2;

    // Of a depthwise convolution in int8: places of the kernel from which on it is slower than in float, and what each
    // takes for an element of the output.
    private static final int MANY_TAPS = 25;
    private static final double TAP_NANOS = 0.088;
    private static final double FLOAT_TAP_NANOS = 0.047;

    private static final double QUICK_NANOS = 0.06;

    // Of a sum or product in int8 that repeats an operand.
    private static final double REPEATING_NANOS = 0.21;
    private static final double FLOAT_REPEATING_NANOS = 0.09;

    // The int8 kernels of larger convolutions take eight channels together.
    private static final int FEWEST_INPUTS = 8;

    private static final List<KernelTime> SLOW = List.of(
            slow(BuiltinOperator.DEPTHWISE_CONV_2D, HYBRID, 27, 0.28),
            slow(BuiltinOperator.PRELU, INT8, 8, 0.09),
            slow(BuiltinOperator.HARD_SWISH, INT8, 8, 0.09),
            slow(BuiltinOperator.SOFTMAX, INT8, 8.1, 0.36),
            slow(BuiltinOperator.MAXIMUM, INT8, 1.5, 0.12),
            slow(BuiltinOperator.MINIMUM, INT8, 1.2, 0.13),
            slow(BuiltinOperator.AVERAGE_POOL_2D, INT8, 1.1, 0.05),
            slow(BuiltinOperator.LOG_SOFTMAX, INT8, 3, 2),
            // pays only beside operators that are in float already
            slow(BuiltinOperator.MUL, INT8, 0.19, 0.125),
            slow(BuiltinOperator.ABS, INT8, 5.3, 0.08),
            slow(BuiltinOperator.RSQRT, INT8, 15, 0.1),
            slow(BuiltinOperator.SQUARED_DIFFERENCE, INT8, 7, 0.12),
            slow(BuiltinOperator.GELU, INT8, 0.28, 0.16),
            slow(BuiltinOperator.EXP, INT8, 0.28, 0.11));

    private XnnpackKernels() {}

    private static KernelTime slow(BuiltinOperator operator, KernelForm form, double nanos, double floatNanos) {
        return new KernelTime(operator, form, nanos, floatNanos);
    }

    /**
     * Whether a hybrid CONV_2D is slower than in float, since rounding what comes in takes longer than integers save.
     *
     * @param taps places of the kernel, such as 9 of 3x3
     */
    public static boolean isSlowHybrid(int taps, int inputs, int outputs) {
        return taps == 1 ? SAVED_NANOS * inputs * outputs < ROW_NANOS + ELEMENT_NANOS * inputs : inputs < FEWEST_INPUTS;
    }

    /** The forms that take so many times as long as float or more, for people. */
    public static String slowForms(double timesFloat) {
        return SLOW.stream()
                .filter(time -> time.timesFloat() >= timesFloat)
                .map(time -> String.format(
                        Locale.US,
                        "%s in %s (%.0f times)",
                        time.operator(),
                        time.form().text(),
                        time.timesFloat()))
                .collect(Collectors.joining(", "));
    }

    /**
     * As {@link #slow(BuiltinOperator, KernelForm)}, for an operator of these shapes: in int8, depthwise convolutions are slow if they are large, and
     * sums and products if one operand is repeated for the other.
     */
    public static Optional<KernelTime> slow(Subgraph subgraph, Operator operator, KernelForm form) {
        BuiltinOperator builtin = operator.code().builtin();
        if (form != INT8) {
            return slow(builtin, form);
        }
        return switch (builtin) {
            case DEPTHWISE_CONV_2D -> slowDepthwise(subgraph, operator);
            case ADD, SUB, MUL ->
                repeatsAnOperand(subgraph, operator)
                        ? Optional.of(slow(builtin, INT8, REPEATING_NANOS, FLOAT_REPEATING_NANOS))
                        : slow(builtin, form);
            default -> slow(builtin, form);
        };
    }

    /** What an operator without weights takes less in int8 than in float, if its int8 kernel is quick. */
    public static double nanosSavedByInt8(Operator operator, double elements) {
        return switch (operator.code().builtin()) {
            case LOGISTIC, TANH, ELU, LEAKY_RELU, MAX_POOL_2D -> QUICK_NANOS * elements;
            default -> 0;
        };
    }

    // A single number is repeated at no cost.
    private static boolean repeatsAnOperand(Subgraph subgraph, Operator operator) {
        Tensor left = subgraph.tensor(operator.inputs().get(0));
        Tensor right = subgraph.tensor(operator.inputs().get(1));
        return left.elements() != right.elements() && Math.min(left.elements(), right.elements()) > 1;
    }

    private static Optional<KernelTime> slowDepthwise(Subgraph subgraph, Operator operator) {
        Ints kernel = subgraph.tensor(operator.inputs().get(1)).shape();
        if (kernel.size() != 4 || kernel.get(1) * kernel.get(2) < MANY_TAPS) {
            return Optional.empty();
        }
        double input = subgraph.tensor(operator.inputs().get(0)).elements();
        double output = subgraph.tensor(operator.outputs().get(0)).elements();
        double taps = kernel.get(1) * kernel.get(2) * output / Math.max(input, output);
        return Optional.of(slow(BuiltinOperator.DEPTHWISE_CONV_2D, INT8, taps * TAP_NANOS, taps * FLOAT_TAP_NANOS));
    }

    /** How slow an operator is in a form; empty where the form is about as fast as float, or faster. */
    public static Optional<KernelTime> slow(BuiltinOperator operator, KernelForm form) {
        return SLOW.stream()
                .filter(time -> time.operator() == operator && time.form() == form)
                .findFirst();
    }
}
