// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Unary;
import java.util.Locale;

/** Activation functions, named as in Keras. */
public enum ActivationFunction {
    LINEAR,
    /** Here the same as {@link #ELU}; Keras has both. */
    CELU,
    ELU,
    EXPONENTIAL,
    /** {@code x * P(X <= x)} for a normal X, exactly. */
    GELU,
    /** 0 from -0.5 to 0.5. */
    HARD_SHRINK,
    /** {@code min(max(x + 3, 0), 6) / 6}, as in Keras 3. */
    HARD_SIGMOID,
    /** {@code min(max(0.2 * x + 0.5, 0), 1)}, as in Keras 1 and 2, which call it {@code hard_sigmoid} too. */
    HARD_SIGMOID_KERAS_2,
    /** {@code x * hard_sigmoid(x)}, that of Keras 3. */
    HARD_SWISH,
    /** Between -1 and 1. */
    HARD_TANH,
    /** With a slope of 0.2 below 0. */
    LEAKY_RELU,
    LOG_SIGMOID,
    LOG_SOFTMAX,
    /** {@code x * tanh(softplus(x))}. */
    MISH,
    RELU,
    RELU6,
    SELU,
    SIGMOID,
    /** Towards 0 by 0.5, but not beyond. */
    SOFT_SHRINK,
    SOFTMAX,
    /** {@code log(exp(x) + 1)}. */
    SOFTPLUS,
    /** {@code x / (abs(x) + 1)}. */
    SOFTSIGN,
    /** 0 up to -1, {@code (x + 1)^2 / 4} up to 1, then {@code x}. */
    SPARSE_PLUS,
    /** {@code (x + 1) / 2}, between 0 and 1. */
    SPARSE_SIGMOID,
    /** {@code (x + sqrt(x^2 + 4)) / 2}. */
    SQUAREPLUS,
    /** {@code x * sigmoid(x)}, which Keras also calls {@code silu}. */
    SWISH,
    TANH,
    /** {@code x - tanh(x)}. */
    TANH_SHRINK;

    // Of Klambauer and others, 2017: fixed points of mean 0 and variance 1.
    private static final float SELU_ALPHA = 1.6732632f;
    private static final float SELU_SCALE = 1.050701f;

    /** Keras's name, such as {@code relu}. */
    public String kerasName() {
        return this == HARD_SIGMOID_KERAS_2 ? HARD_SIGMOID.kerasName() : name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is the identity or clips its input. TFLite fuses such functions into the operator before. */
    public boolean isClipping() {
        return this == LINEAR || this == RELU || this == RELU6;
    }

    /** Applies the function to each element; softmax and its logarithm to the last dimension. */
    public <T> T apply(Operations<T> on, T value) {
        return switch (this) {
            case LINEAR -> value;
            case CELU, ELU -> on.unary(Unary.ELU, value);
            case EXPONENTIAL -> on.unary(Unary.EXP, value);
            case GELU -> on.gelu(value, false);
            case HARD_SHRINK -> on.multiply(value, on.isAbove(on.unary(Unary.ABS, value), 0.5f));
            case HARD_SIGMOID -> {
                T shifted = on.add(value, on.scalar(3));
                yield on.multiply(on.unary(Unary.RELU6, shifted), on.scalar(1 / 6f));
            }
            case HARD_SIGMOID_KERAS_2 -> {
                T line = on.add(on.multiply(value, on.scalar(0.2f)), on.scalar(0.5f));
                yield on.binary(Binary.MINIMUM, on.unary(Unary.RELU, line), on.scalar(1));
            }
            case HARD_SWISH -> on.unary(Unary.HARD_SWISH, value);
            case HARD_TANH -> between(on, value, -1, 1);
            case LEAKY_RELU -> on.leakyRelu(value, 0.2f);
            case LOG_SIGMOID -> on.unary(Unary.NEGATE, SOFTPLUS.apply(on, on.unary(Unary.NEGATE, value)));
            case LOG_SOFTMAX -> on.logSoftmax(value);
            case MISH -> on.multiply(value, on.unary(Unary.TANH, SOFTPLUS.apply(on, value)));
            case RELU -> on.unary(Unary.RELU, value);
            case RELU6 -> on.unary(Unary.RELU6, value);
            case SELU -> on.multiply(elu(on, value, SELU_ALPHA), on.scalar(SELU_SCALE));
            case SIGMOID -> on.unary(Unary.SIGMOID, value);
            case SOFT_SHRINK -> on.subtract(value, between(on, value, -0.5f, 0.5f));
            case SOFTMAX -> on.softmax(value);
            case SOFTPLUS -> {
                // exp alone would be infinite for large numbers.
                T decay = on.unary(Unary.EXP, on.unary(Unary.NEGATE, on.unary(Unary.ABS, value)));
                yield on.add(on.unary(Unary.RELU, value), on.unary(Unary.LOG, on.add(decay, on.scalar(1))));
            }
            case SOFTSIGN -> on.binary(Binary.DIVIDE, value, on.add(on.unary(Unary.ABS, value), on.scalar(1)));
            case SPARSE_PLUS -> {
                T bend = on.unary(Unary.SQUARE, on.add(between(on, value, -1, 1), on.scalar(1)));
                T beyond = on.unary(Unary.RELU, on.subtract(value, on.scalar(1)));
                yield on.add(on.multiply(bend, on.scalar(0.25f)), beyond);
            }
            case SPARSE_SIGMOID -> {
                T line = on.add(on.multiply(value, on.scalar(0.5f)), on.scalar(0.5f));
                yield between(on, line, 0, 1);
            }
            case SQUAREPLUS -> {
                T root = on.unary(Unary.SQRT, on.add(on.unary(Unary.SQUARE, value), on.scalar(4)));
                yield on.multiply(on.add(value, root), on.scalar(0.5f));
            }
            case SWISH -> on.multiply(value, on.unary(Unary.SIGMOID, value));
            case TANH -> on.unary(Unary.TANH, value);
            case TANH_SHRINK -> on.subtract(value, on.unary(Unary.TANH, value));
        };
    }

    private static <T> T between(Operations<T> on, T value, float least, float most) {
        T bounded = on.binary(Binary.MAXIMUM, value, on.scalar(least));
        return on.binary(Binary.MINIMUM, bounded, on.scalar(most));
    }

    /** {@code x} where it is above 0, else {@code alpha * (exp(x) - 1)}. */
    public static <T> T elu(Operations<T> on, T value, float alpha) {
        if (alpha == 1) {
            return on.unary(Unary.ELU, value);
        }
        T below = on.unary(Unary.ELU, on.binary(Binary.MINIMUM, value, on.scalar(0)));
        return on.add(on.unary(Unary.RELU, value), on.multiply(below, on.scalar(alpha)));
    }
}
