// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Buffer;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.schema.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * What TFLite Micro's reference kernels allocate for one operator, on a processor of 32 bits: sizes of their structures in bytes, by the headers of the kernels.
 *
 * @param options the structure that the parser makes of the operator's options
 * @param init of the kernel's data when it is made
 * @param prepare of further data that last, such as the multipliers of channels
 * @param scratch of buffers that the kernel needs while it runs
 */
record KernelMemory(int options, List<Integer> init, List<Integer> prepare, List<Long> scratch) {
    /** For kernels whose structures were not looked up; most are smaller. */
    private static final int OTHER_OPTIONS = 8;

    private static final int OTHER_DATA = 64;

    private static final int PRUNING = 2;
    private static final Tensor NONE = Tensor.activation("", TensorType.FLOAT32, Ints.of(0));

    KernelMemory {
        init = List.copyOf(init);
        prepare = List.copyOf(prepare);
        scratch = List.copyOf(scratch);
    }

    static KernelMemory of(Subgraph subgraph, Operator operator) {
        return switch (operator.code().builtin()) {
            case CONV_2D, DEPTHWISE_CONV_2D -> convolution(subgraph, operator);
            case FULLY_CONNECTED ->
                new KernelMemory(5, List.of(48), multipliers(subgraph, operator, true), unpacked(subgraph, operator));
            case TRANSPOSE_CONV -> {
                long element = type(subgraph, operator, 2) == TensorType.INT16 ? 8 : 4;
                boolean isInteger = type(subgraph, operator, 2) != TensorType.FLOAT32;
                yield new KernelMemory(
                        16,
                        List.of(96),
                        multipliers(subgraph, operator, false),
                        isInteger ? List.of(element * output(subgraph, operator)) : List.of());
            }
            case AVERAGE_POOL_2D, MAX_POOL_2D, L2_POOL_2D -> new KernelMemory(40, List.of(32), List.of(), List.of());
            case SOFTMAX, LOG_SOFTMAX -> softmax(subgraph, operator);
            case RESHAPE -> new KernelMemory(36, List.of(), List.of(), List.of());
            case SQUEEZE -> new KernelMemory(36, List.of(), List.of(), List.of());
            case ADD -> new KernelMemory(2, List.of(60), List.of(), List.of());
            case STRIDED_SLICE -> new KernelMemory(24, List.of(96), List.of(), List.of());
            case ELU -> new KernelMemory(0, List.of(256), List.of(), List.of());
            case SQUARED_DIFFERENCE -> new KernelMemory(0, List.of(112), List.of(), List.of());
            case ADD_N -> new KernelMemory(0, List.of(80), List.of(), List.of());
            case MUL -> new KernelMemory(1, List.of(36), List.of(), List.of());
            case QUANTIZE, DEQUANTIZE -> new KernelMemory(0, List.of(32), List.of(), List.of());
            case LOGISTIC, TANH -> new KernelMemory(0, List.of(16), List.of(), List.of());
            case MEAN, SUM -> reduction(subgraph, operator, 4 * output(subgraph, operator));
            case REDUCE_MAX, REDUCE_MIN, REDUCE_ALL ->
                reduction(
                        subgraph,
                        operator,
                        4L * input(subgraph, operator, 0).shape().size());
            case UNIDIRECTIONAL_SEQUENCE_LSTM -> lstm(subgraph, operator);
            case SVDF -> svdf(subgraph, operator);
            case BATCH_MATMUL -> batchMatMul(subgraph, operator);
            case CUSTOM ->
                operator.code().customCode().equals("TFLM_DECODE")
                        ? new KernelMemory(0, List.of(), decoders(subgraph, operator), List.of())
                        : new KernelMemory(0, List.of(OTHER_DATA), List.of(), List.of());
            default -> new KernelMemory(OTHER_OPTIONS, List.of(OTHER_DATA), List.of(), List.of());
        };
    }

    private static KernelMemory convolution(Subgraph subgraph, Operator operator) {
        return new KernelMemory(28, List.of(56), multipliers(subgraph, operator, false), unpacked(subgraph, operator));
    }

    /** A multiplier and a shift for each channel. */
    private static List<Integer> multipliers(Subgraph subgraph, Operator operator, boolean ifPerChannel) {
        Tensor weights = input(subgraph, operator, 1);
        if (weights.type() == TensorType.FLOAT32 || weights.shape().isEmpty()) {
            return List.of();
        }
        int scales = weights.quantization().scales().size();
        boolean isDepthwise = operator.code().name().equals("DEPTHWISE_CONV_2D");
        int channels = ifPerChannel
                ? scales
                : weights.shape().get(isDepthwise ? weights.shape().size() - 1 : 0);
        return ifPerChannel && scales < 2 ? List.of() : List.of(4 * channels, 4 * channels);
    }

    /** Weights of 4 bits are unpacked. */
    private static List<Long> unpacked(Subgraph subgraph, Operator operator) {
        Tensor weights = input(subgraph, operator, 1);
        return weights.type() == TensorType.INT4 ? List.of(weights.elements()) : List.of();
    }

    private static KernelMemory softmax(Subgraph subgraph, Operator operator) {
        boolean hasTables = type(subgraph, operator, 0) == TensorType.INT16;
        return new KernelMemory(4, List.of(56), hasTables ? List.of(2 * 513, 2 * 513) : List.of(), List.of());
    }

    private static KernelMemory reduction(Subgraph subgraph, Operator operator, long values) {
        long axes = 4 * Math.max(1, input(subgraph, operator, 1).elements());
        return new KernelMemory(1, List.of(40), List.of(), List.of(values, axes));
    }

    private static KernelMemory lstm(Subgraph subgraph, Operator operator) {
        Tensor state = input(subgraph, operator, 19);
        long bytes = state.type().bytes(state.elements());
        return new KernelMemory(16, List.of(720), List.of(), List.of(bytes, bytes, bytes, bytes));
    }

    private static KernelMemory svdf(Subgraph subgraph, Operator operator) {
        long filters = input(subgraph, operator, 1).shape().stream().limit(1).sum();
        long batch = input(subgraph, operator, 0).shape().stream().limit(1).sum();
        List<Long> scratch = new ArrayList<>(List.of(4 * batch * filters));
        if (type(subgraph, operator, 0) != TensorType.FLOAT32) {
            scratch.add(4 * output(subgraph, operator));
        }
        return new KernelMemory(12, List.of(36), List.of(), scratch);
    }

    /** Copies of both operands with rows and columns exchanged, as far as the kernel needs them. */
    private static KernelMemory batchMatMul(Subgraph subgraph, Operator operator) {
        List<Long> scratch = new ArrayList<>();
        for (int place = 0; place < 2; place++) {
            Tensor operand = input(subgraph, operator, place);
            scratch.add(operand.type().bytes(operand.elements()));
        }
        return new KernelMemory(4, List.of(20, 28), List.of(12, 12, 28, 28), scratch);
    }

    /** The list of decoders, each decoder, and the zero points of channels that a mask of int8 weights has. */
    private static List<Integer> decoders(Subgraph subgraph, Operator operator) {
        List<Integer> sizes = new ArrayList<>(List.of(4 * operator.outputs().size()));
        for (int output = 0; output < operator.outputs().size(); output++) {
            if (operator.outputs().get(output) == Operator.ABSENT) {
                continue;
            }
            sizes.add(44);
            Tensor decoded = subgraph.tensor(operator.outputs().get(output));
            Buffer ancillary = input(subgraph, operator, 2 * output + 1).buffer();
            boolean isMask = !ancillary.isEmpty() && ancillary.get(0) == PRUNING;
            if (isMask
                    && decoded.type() == TensorType.INT8
                    && decoded.quantization().isPerChannel()) {
                sizes.add(decoded.quantization().scales().size());
            }
        }
        return sizes;
    }

    /** An operand; one without elements where it is left out. */
    private static Tensor input(Subgraph subgraph, Operator operator, int place) {
        return operator.hasInput(place) ? subgraph.tensor(operator.inputs().get(place)) : NONE;
    }

    private static TensorType type(Subgraph subgraph, Operator operator, int place) {
        return input(subgraph, operator, place).type();
    }

    private static long output(Subgraph subgraph, Operator operator) {
        return operator.outputs().isEmpty() || operator.outputs().get(0) == Operator.ABSENT
                ? 0
                : subgraph.tensor(operator.outputs().get(0)).elements();
    }
}
