// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.model.tensor.Shape;
import io.espalier.train.lowering.LayerOutput;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** How far a prediction is from its target, and when it counts as right. */
public interface Loss {
    /** Keras's epsilon: probabilities are kept that far from 0 and 1 before a logarithm. */
    float EPSILON = 1e-7f;

    /** Keras's name. */
    String name();

    /**
     * Checks that targets of this kind can be compared with outputs of this shape.
     *
     * @throws io.espalier.train.history.TrainingException if not; says what would fit
     */
    void check(ElementSpec targets, Shape output);

    /** The loss averaged over the batch, a scalar. */
    Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets);

    /** The share of right answers in the batch, a scalar; empty for a loss that knows no right and wrong. */
    Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets);

    /** What is added to it in training for what goes on inside the model; nothing, for most. */
    default Optional<InnerLoss> inner() {
        return Optional.empty();
    }

    /**
     * This with an inner loss added in training.
     *
     * @throws IllegalStateException if it has one already
     */
    default Loss plus(InnerLoss added) {
        if (inner().isPresent()) {
            throw new IllegalStateException(name() + " already has an inner loss");
        }
        return new LossWithInner(this, added);
    }
}
