// SPDX-License-Identifier: Apache-2.0
package io.espalier.train.loss;

import io.espalier.data.ElementSpec;
import io.espalier.model.Model;
import io.espalier.model.tensor.Shape;
import io.espalier.train.lowering.LayerOutput;
import io.espalier.train.technique.StateVariable;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/**
 * A loss function, and its accuracy. Losses are the records of this package; {@code io.espalier.compress.distil.Distillation} makes others.
 */
public interface Loss {
    /** Keras's epsilon: probabilities are clipped to this distance from 0 and 1 before a logarithm. */
    float EPSILON = 1e-7f;

    /** Keras's name, such as {@code categorical_crossentropy}. */
    String name();

    /**
     * Checks that targets of this type and shape can be compared with outputs of this shape.
     *
     * @param output the shape of the model's output without the batch dimension
     * @throws io.espalier.train.history.TrainingException if not; the message says what would fit
     */
    void check(ElementSpec targets, Shape output);

    /** Adds the mean loss of the batch to the graph, a scalar. */
    Operand<TFloat32> mean(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets);

    /** Adds the accuracy of the batch to the graph, a scalar from 0 to 1; empty for losses without classes. */
    default Optional<Operand<TFloat32>> accuracy(Ops tf, LayerOutput prediction, Operand<? extends TNumber> targets) {
        return Optional.empty();
    }

    /**
     * The sum of the losses of several outputs.
     *
     * @param ofOutputs one for each output, in the order of the model; one of them may have an auxiliary loss
     * @throws IllegalArgumentException if there are no losses, or several have an auxiliary loss
     */
    static Loss sumOf(List<Loss> ofOutputs) {
        return sumOf(ofOutputs, Collections.nCopies(ofOutputs.size(), 1.0));
    }

    /**
     * The weighted sum of the losses of several outputs, like Keras's {@code loss_weights}.
     *
     * @param ofOutputs one for each output, in the order of the model; one of them may have an auxiliary loss
     * @param weights what each is multiplied by; 0 or more
     * @throws IllegalArgumentException if there are no losses, several have an auxiliary loss, or there is not one weight for each
     */
    static Loss sumOf(List<Loss> ofOutputs, List<Double> weights) {
        return weights.equals(List.of(1.0)) ? ofOutputs.get(0) : new JointLoss(ofOutputs, weights);
    }

    /** The losses of a model's outputs, whose sum this is; this alone for a model of one output. */
    default List<Loss> ofOutputs() {
        return List.of(this);
    }

    /** What the losses of the outputs are multiplied by in the sum. */
    default List<Double> weights() {
        return Collections.nCopies(ofOutputs().size(), 1.0);
    }

    /** A loss that is added in training steps; empty for most losses. */
    default Optional<Auxiliary> auxiliary() {
        return Optional.empty();
    }

    /**
     * This loss with an auxiliary loss added in training.
     *
     * @throws IllegalStateException if it has one already
     */
    default Loss withAuxiliary(Auxiliary added) {
        if (auxiliary().isPresent()) {
            throw new IllegalStateException(name() + " already has an auxiliary loss");
        }
        return new LossWithAuxiliary(this, added);
    }

    /**
     * A loss of the outputs of inner layers, with its own variables. It is added to the loss of the model's output in training steps only, not in
     * validation and evaluation.
     */
    interface Auxiliary {
        /**
         * Checks that this loss fits a model.
         *
         * @throws io.espalier.train.history.TrainingException if not; the message says what would fit
         */
        void check(Model model);

        /** Its own variables, with unique names. Trainable ones are trained with the model, but do not become part of it. */
        List<StateVariable> variables();

        /**
         * Adds the loss of a batch to the graph, a scalar.
         *
         * @param layers the outputs of all layers by name, the model's input included
         * @param variables the values of its own variables by name
         */
        Operand<TFloat32> mean(Ops tf, Map<String, LayerOutput> layers, Map<String, Operand<TFloat32>> variables);
    }
}
