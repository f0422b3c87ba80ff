// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.ActivationFunction;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The output of a layer for a batch.
 *
 * @param logits what went into softmax or sigmoid, where the layer ends in one: losses are computed from it without losing digits
 * @param sums what came before bias and activation, where the layer ends in those and they may also be applied later
 */
public record LayerOutput(Operand<TFloat32> values, Optional<Logits> logits, Optional<Sums> sums) {
    /** Numbers and the function that made probabilities of them. */
    public record Logits(ActivationFunction function, Operand<TFloat32> values) {}

    /**
     * Numbers and what is still to be done to them.
     *
     * @param rest changes each number of a channel alike and never turns the order of two around, also after rounding
     */
    public record Sums(Operand<TFloat32> values, UnaryOperator<Operand<TFloat32>> rest) {}

    public static LayerOutput of(Operand<TFloat32> values) {
        return new LayerOutput(values, Optional.empty(), Optional.empty());
    }

    /** The same, with logits only if they went into this function. */
    LayerOutput endingIn(ActivationFunction function) {
        return new LayerOutput(values, logits.filter(candidate -> candidate.function() == function), sums);
    }

    LayerOutput withSums(Sums before) {
        return new LayerOutput(values, logits, Optional.of(before));
    }

    /** What went into the function, if the layer ends in it. */
    public Optional<Operand<TFloat32>> logitsOf(ActivationFunction function) {
        return logits.filter(candidate -> candidate.function() == function).map(Logits::values);
    }
}
