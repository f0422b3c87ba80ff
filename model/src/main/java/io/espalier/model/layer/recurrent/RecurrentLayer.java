// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.recurrent;

import io.espalier.model.check.Inputs;
import io.espalier.model.check.Rates;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Initializer;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A layer that processes a sequence (steps, features) step by step and carries a state from one step to the next. */
public sealed interface RecurrentLayer extends ComposedLayer permits GRU, LSTM, SimpleRNN {
    int units();

    Recurrence recurrence();

    RecurrentLayer withRecurrence(Recurrence recurrence);

    /**
     * Computes the output for a sequence.
     *
     * @param prefix the prefix of the names of the weights
     */
    <T> T compute(Operations<T> on, T sequence, String prefix);

    @Override
    default <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Inputs.ofRank(on.shape(sequence), 2, "(steps, features)");
        return compute(on, sequence, "");
    }

    @Override
    default List<String> kernels() {
        return List.of("kernel", "recurrent_kernel");
    }

    /** The weights of a layer that computes this number of sums for each unit. */
    static List<WeightSpec> weights(List<Shape> inputs, int units, int sums, List<WeightSpec> bias) {
        if (units < 1) {
            throw new ModelException("a recurrent layer needs at least one unit, not " + units);
        }
        int features =
                Inputs.ofRank(Inputs.single(inputs), 2, "(steps, features)").channels();
        List<WeightSpec> weights = new ArrayList<>();
        weights.add(WeightSpec.kernel("kernel", Shape.of(features, sums * units)));
        weights.add(WeightSpec.trainable("recurrent_kernel", Shape.of(units, sums * units), Initializer.ORTHOGONAL));
        weights.addAll(bias);
        return weights;
    }

    /**
     * How a recurrent layer processes a sequence.
     *
     * @param returnSequences whether the output has every step, in processing order, or the last step alone
     * @param goBackwards whether it processes the sequence in reverse
     * @param dropout the share of the inputs that is dropped during training, the same in all steps
     * @param recurrentDropout the share of the state that is dropped during training
     */
    record Recurrence(boolean returnSequences, boolean goBackwards, float dropout, float recurrentDropout) {
        /** Keras's defaults: forwards, the last step alone, no dropout. */
        public static final Recurrence DEFAULTS = new Recurrence(false, false, 0, 0);

        public Recurrence {
            Rates.check(dropout, "recurrent layer");
            Rates.check(recurrentDropout, "recurrent layer");
        }

        /**
         * Checks that two layers can be the directions of one.
         *
         * @throws ModelException unless the other goes the opposite way, and both or neither return sequences
         */
        public void requireOpposite(Recurrence other) {
            if (goBackwards == other.goBackwards || returnSequences != other.returnSequences) {
                throw new ModelException(
                        "the layers of a Bidirectional go in opposite directions, and both or neither of"
                                + " them returns sequences");
            }
        }

        /** A copy that returns the output of every step, or of the last alone. */
        public Recurrence withSequences(boolean returned) {
            return new Recurrence(returned, goBackwards, dropout, recurrentDropout);
        }

        /**
         * One step: from an input and the state after the previous step to the next state. Before the first step the state is empty: zeros.
         *
         * @param <S> the type of the state
         */
        @FunctionalInterface
        interface Step<T, S> {
            S next(T input, Optional<S> before);
        }

        /** The output of a step, from the state after it. */
        @FunctionalInterface
        interface Answer<T, S> {
            T of(S left);
        }

        /** Inputs (steps, features) with dropout, which is alike in all steps. */
        <T> T dropped(Operations<T> on, T sequence) {
            return on.dropout(sequence, Shape.of(1, on.shape(sequence).channels()), dropout);
        }

        /** The mask of the recurrent dropout, which multiplies the state. */
        <T> Optional<T> recurrentMask(Operations<T> on, T sequence, int units) {
            return recurrentDropout == 0
                    ? Optional.empty()
                    : on.dropoutMask(sequence, Shape.of(units), recurrentDropout);
        }

        /** Goes over the steps of inputs (steps, features). */
        <T, S> T over(Operations<T> on, T inputs, Step<T, S> step, Answer<T, S> answer) {
            List<T> steps = new ArrayList<>(on.unstack(inputs));
            if (goBackwards) {
                Collections.reverse(steps);
            }
            List<T> outputs = new ArrayList<>();
            S left = step.next(steps.get(0), Optional.empty());
            outputs.add(answer.of(left));
            for (T input : steps.subList(1, steps.size())) {
                left = step.next(input, Optional.of(left));
                outputs.add(answer.of(left));
            }
            return returnSequences ? on.stack(outputs) : outputs.get(outputs.size() - 1);
        }
    }
}
