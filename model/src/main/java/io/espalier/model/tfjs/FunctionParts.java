// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tfjs;

import io.espalier.model.layer.ActivationFunction;
import io.espalier.model.layer.activation.Activation;
import io.espalier.model.layer.activation.LeakyReLU;
import io.espalier.model.layer.activation.ReLU;
import io.espalier.model.layer.activation.ThresholdedReLU;
import io.espalier.model.layer.merging.Add;
import io.espalier.model.layer.merging.Multiply;
import io.espalier.model.layer.preprocessing.Rescaling;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Functions of Keras that TensorFlow.js has, or that layers of TensorFlow.js compute together. */
final class FunctionParts {
    private static final Set<ActivationFunction> KNOWN = EnumSet.of(
            ActivationFunction.LINEAR,
            ActivationFunction.ELU,
            ActivationFunction.GELU,
            ActivationFunction.HARD_SIGMOID_KERAS_2,
            ActivationFunction.LOG_SOFTMAX,
            ActivationFunction.MISH,
            ActivationFunction.RELU,
            ActivationFunction.RELU6,
            ActivationFunction.SELU,
            ActivationFunction.SIGMOID,
            ActivationFunction.SOFTMAX,
            ActivationFunction.SOFTPLUS,
            ActivationFunction.SOFTSIGN,
            ActivationFunction.SWISH,
            ActivationFunction.TANH);

    private FunctionParts() {}

    /** Whether TensorFlow.js has a function of this name that computes the same. */
    static boolean isKnown(ActivationFunction function) {
        return KNOWN.contains(function);
    }

    /** Adds what computes the function of a part; the number of the last. Empty if TensorFlow.js cannot. */
    static Optional<Integer> add(Parts parts, ActivationFunction function, int x) {
        return switch (function) {
            case CELU -> Optional.of(parts.add("elu", new Activation(ActivationFunction.ELU), x));
            case HARD_SIGMOID -> Optional.of(hardSigmoid(parts, x));
            case HARD_SWISH -> Optional.of(parts.add("product", new Multiply(), x, hardSigmoid(parts, x)));
            case HARD_TANH -> Optional.of(parts.add("down", Rescaling.of(1, -1), between(parts, x, 1, 1, 2)));
            case HARD_SHRINK -> {
                int above = parts.add("above", new ThresholdedReLU(0.5f), x);
                int below = parts.add("below", new ThresholdedReLU(0.5f), parts.add("minus", Rescaling.of(-1, 0), x));
                yield Optional.of(parts.add("sum", new Add(), above, negated(parts, below)));
            }
            case LEAKY_RELU -> Optional.of(parts.add("leaky", new LeakyReLU(0.2f), x));
            case LOG_SIGMOID -> {
                int minus = parts.add("minus", Rescaling.of(-1, 0), x);
                int softplus = parts.add("softplus", new Activation(ActivationFunction.SOFTPLUS), minus);
                yield Optional.of(negated(parts, softplus));
            }
            case SOFT_SHRINK -> {
                int above = above(parts, "above", Rescaling.of(1, -0.5f), x);
                int below = above(parts, "below", Rescaling.of(-1, -0.5f), x);
                yield Optional.of(parts.add("sum", new Add(), above, negated(parts, below)));
            }
            case SPARSE_PLUS -> {
                int bend = between(parts, x, 1, 1, 2);
                int square = parts.add("square", new Multiply(), bend, bend);
                int quarter = parts.add("quarter", Rescaling.of(0.25f, 0), square);
                yield Optional.of(parts.add("sum", new Add(), quarter, above(parts, "above", Rescaling.of(1, -1), x)));
            }
            case SPARSE_SIGMOID -> Optional.of(between(parts, x, 0.5f, 0.5f, 1));
            case TANH_SHRINK -> {
                int tanh = parts.add("tanh", new Activation(ActivationFunction.TANH), x);
                yield Optional.of(parts.add("sum", new Add(), x, negated(parts, tanh)));
            }
            default ->
                isKnown(function) ? Optional.of(parts.add("function", new Activation(function), x)) : Optional.empty();
        };
    }

    private static int hardSigmoid(Parts parts, int x) {
        return parts.add("sixth", Rescaling.of(1 / 6f, 0), between(parts, x, 1, 3, 6));
    }

    /** {@code scale * x + offset}, but at least 0 and at most {@code most}. */
    private static int between(Parts parts, int x, float scale, float offset, float most) {
        return parts.add("bounded", ReLU.max(most), parts.add("line", Rescaling.of(scale, offset), x));
    }

    static int above(Parts parts, String suffix, Rescaling line, int x) {
        return parts.add(suffix, ReLU.unbounded(), parts.add(suffix + "_line", line, x));
    }

    static int negated(Parts parts, int x) {
        return parts.add("negated", Rescaling.of(-1, 0), x);
    }
}
