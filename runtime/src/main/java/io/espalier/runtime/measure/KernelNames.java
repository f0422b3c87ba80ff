// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.measure;

import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;

/** How the names of XNNPACK's operators begin that compute an operator of TFLite, and what runs beside those. */
final class KernelNames {
    private static final List<String> BEFORE = List.of("Convert", "Pack LH", "Copy", "Transpose", "Constant Pad");
    private static final List<String> BEHIND =
            List.of("Static Reshape", "Static Expand Dims", "Fuse Dims", "Split Dims", "Clamp");

    private KernelNames() {}

    /** Whether XNNPACK's operator computes the operator. */
    static boolean compute(String kernel, BuiltinOperator operator) {
        return of(operator).stream().anyMatch(kernel::startsWith);
    }

    /** Whether it may prepare what another computes. */
    static boolean before(String kernel) {
        return BEFORE.stream().anyMatch(kernel::startsWith);
    }

    /** Whether it may finish what another has computed. */
    static boolean behind(String kernel) {
        return BEHIND.stream().anyMatch(kernel::startsWith);
    }

    /** Whether no kernels of this operator are known. */
    static boolean unknown(BuiltinOperator operator) {
        return of(operator).isEmpty();
    }

    /** Whether an operator becomes one of XNNPACK's for each input or output. */
    static boolean many(BuiltinOperator operator) {
        return operator == BuiltinOperator.CONCATENATION || operator == BuiltinOperator.SPLIT;
    }

    /** Whether the operator may vanish: fused into a neighbour, computed when the model is loaded, or another view of the same bytes. */
    static boolean mayVanish(BuiltinOperator operator) {
        return switch (operator) {
            case RESHAPE, SQUEEZE, EXPAND_DIMS, DEQUANTIZE, QUANTIZE, PAD, RELU, RELU6, RELU_N1_TO_1, RELU_0_TO_1 ->
                true;
            default -> false;
        };
    }

    private static List<String> of(BuiltinOperator operator) {
        return switch (operator) {
            case CONV_2D, DEPTHWISE_CONV_2D -> List.of("Convolution", "Fully Connected");
            case TRANSPOSE_CONV -> List.of("Deconvolution");
            case FULLY_CONNECTED -> List.of("Fully Connected", "Dynamic Fully Connected");
            case BATCH_MATMUL -> List.of("Batch Matrix Multiply", "Fully Connected", "Dynamic Fully Connected");
            case AVERAGE_POOL_2D -> List.of("Average Pooling", "Mean");
            case MAX_POOL_2D -> List.of("Max Pooling");
            case MEAN -> List.of("Mean");
            case SUM -> List.of("Sum");
            case REDUCE_MAX -> List.of("Reduce Max");
            case REDUCE_MIN -> List.of("Reduce Min");
            case ADD -> List.of("Add", "Binary Elementwise");
            case SUB -> List.of("Subtract", "Binary Elementwise");
            case MUL -> List.of("Multiply", "Binary Elementwise");
            case DIV -> List.of("Divide", "Binary Elementwise");
            case MAXIMUM -> List.of("Maximum", "Binary Elementwise");
            case MINIMUM -> List.of("Minimum", "Binary Elementwise");
            case SQUARED_DIFFERENCE -> List.of("Squared Difference", "Binary Elementwise");
            case PRELU -> List.of("PReLU", "Binary Elementwise");
            case SOFTMAX -> List.of("Softmax");
            case LOGISTIC -> List.of("Sigmoid", "Unary Elementwise");
            case TANH -> List.of("TanH", "Unary Elementwise");
            case HARD_SWISH -> List.of("HardSwish", "Unary Elementwise");
            case LEAKY_RELU -> List.of("LeakyReLU", "Unary Elementwise");
            case ELU -> List.of("ELU", "Unary Elementwise");
            case GELU -> List.of("GELU", "ApproxGELU", "Unary Elementwise");
            case RELU, RELU6, RELU_N1_TO_1, RELU_0_TO_1 -> List.of("Clamp", "Unary Elementwise");
            case ABS -> List.of("Abs", "Unary Elementwise");
            case NEG -> List.of("Negate", "Unary Elementwise");
            case FLOOR -> List.of("Floor", "Unary Elementwise");
            case CEIL -> List.of("Ceiling", "Unary Elementwise");
            case ROUND -> List.of("Bank", "Unary Elementwise");
            case SQRT -> List.of("Square Root", "Unary Elementwise");
            case RSQRT -> List.of("Reciprocal Square Root", "Unary Elementwise");
            case SQUARE -> List.of("Square", "Unary Elementwise");
            case EXP -> List.of("Exp", "Unary Elementwise");
            case LOG -> List.of("Log", "Unary Elementwise");
            case SIN -> List.of("Sine", "Unary Elementwise");
            case COS -> List.of("Cosine", "Unary Elementwise");
            case QUANTIZE, DEQUANTIZE, CAST -> List.of("Convert");
            case RESHAPE, SQUEEZE, EXPAND_DIMS -> List.of("Static Reshape", "Static Expand Dims", "Copy");
            case TRANSPOSE -> List.of("Transpose");
            case SLICE, STRIDED_SLICE -> List.of("Slice");
            case PAD, PADV2 -> List.of("Constant Pad");
            case CONCATENATION, SPLIT -> List.of("Copy", "Slice");
            case RESIZE_BILINEAR -> List.of("Resize Bilinear");
            case SPACE_TO_DEPTH -> List.of("Space To Depth");
            case DEPTH_TO_SPACE -> List.of("Depth To Space");
            default -> List.of();
        };
    }
}
