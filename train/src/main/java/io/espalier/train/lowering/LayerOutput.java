// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.lowering;

import io.espalier.model.layer.ActivationFunction;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What a layer puts out for a batch.
 *
 * @param logits what went into softmax or sigmoid, where the layer ends in one: losses are computed from it without losing digits
 */
public record LayerOutput(Operand<TFloat32> values, Optional<Logits> logits) {
    /** Numbers and the function that made probabilities of them. */
    public record Logits(ActivationFunction function, Operand<TFloat32> values) {}

    public static LayerOutput of(Operand<TFloat32> values) {
        return new LayerOutput(values, Optional.empty());
    }

    static LayerOutput squashed(Operand<TFloat32> values, ActivationFunction function, Operand<TFloat32> logits) {
        return new LayerOutput(values, Optional.of(new Logits(function, logits)));
    }

    /** What went into the function, if the layer ends in it. */
    public Optional<Operand<TFloat32>> logitsOf(ActivationFunction function) {
        return logits.filter(candidate -> candidate.function() == function).map(Logits::values);
    }
}
