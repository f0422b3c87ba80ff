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
import java.util.stream.IntStream;

/** A layer that processes a sequence (steps, features) step by step and carries a state from one step to the next. */
public sealed interface RecurrentLayer extends ComposedLayer permits GRU, LSTM, SimpleRNN {
    int units();

    Recurrence recurrence();

    RecurrentLayer withRecurrence(Recurrence recurrence);

    /** How many states the layer carries, each (units). The first is also its output. */
    int states();

    /**
     * The bias that is added to the products of the inputs; none if it is left out.
     *
     * @param prefix the prefix of the names of the weights
     */
    <T> Optional<T> inputBias(Operations<T> on, String prefix);

    /**
     * What the layer does in each step.
     *
     * @param sequence the inputs, whose batch random numbers are for
     * @param prefix the prefix of the names of the weights
     */
    <T> Step<T> step(Operations<T> on, T sequence, String prefix);

    /**
     * Computes the output for a sequence, and the states after its last step.
     *
     * @param prefix the prefix of the names of the weights
     * @return the output, then the states
     */
    default <T> List<T> compute(Operations<T> on, Course<T> course, String prefix) {
        Step<T> step = step(on, course.sequence(), prefix);
        T products = on.dense(recurrence().dropped(on, course.sequence()), on.weight(prefix + "kernel"));
        T sums = inputBias(on, prefix).map(bias -> on.add(products, bias)).orElse(products);
        return recurrence().over(on, sums, course, step);
    }

    /**
     * Computes the output for a sequence, from states of zeros.
     *
     * @param prefix the prefix of the names of the weights
     */
    default <T> T compute(Operations<T> on, T sequence, String prefix) {
        return compute(on, Course.of(sequence), prefix).get(0);
    }

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

    /** One step: from the sums of the input and the states before it to the states after it. Without states before it, they are zeros. */
    @FunctionalInterface
    interface Step<T> {
        /** The states after the step, from those before it. */
        List<T> next(T sums, List<T> before);
    }

    /**
     * What a recurrent layer goes over.
     *
     * @param sequence (steps, features)
     * @param initial the states before the first step; none for zeros
     * @param mask (steps, 1): 1 for each step that counts, 0 for each that the layer skips, whose states are those before it
     * @param zeroesSkipped whether the output of a skipped step is 0, or that of the step before
     */
    record Course<T>(T sequence, List<T> initial, Optional<T> mask, boolean zeroesSkipped) {
        public Course {
            initial = List.copyOf(initial);
        }

        /** Every step of a sequence, from states of zeros. */
        public static <T> Course<T> of(T sequence) {
            return new Course<>(sequence, List.of(), Optional.empty(), false);
        }

        /** A copy that starts from these states. */
        public Course<T> from(List<T> states) {
            return new Course<>(sequence, states, mask, zeroesSkipped);
        }
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

        /** Goes over the steps of sums (steps, ...): the output, then the states after the last step. */
        public <T> List<T> over(Operations<T> on, T sums, Course<T> course, Step<T> step) {
            List<T> inputs = inOrder(on.unstack(sums));
            List<Skips<T>> skips = course.mask().map(mask -> skips(on, mask)).orElse(List.of());
            List<T> outputs = new ArrayList<>();
            List<T> states = course.initial();
            for (int i = 0; i < inputs.size(); i++) {
                List<T> next = step.next(inputs.get(i), states);
                if (skips.isEmpty()) {
                    outputs.add(next.get(0));
                    states = next;
                    continue;
                }
                Skips<T> skip = skips.get(i);
                List<T> left = skip.all(on, next, states);
                boolean isState = course.initial().isEmpty() && !course.zeroesSkipped();
                List<T> shown = course.zeroesSkipped() || outputs.isEmpty()
                        ? List.of()
                        : List.of(outputs.get(outputs.size() - 1));
                outputs.add(isState ? left.get(0) : skip.one(on, next.get(0), shown, 0));
                states = left;
            }
            List<T> result = new ArrayList<>();
            result.add(returnSequences ? on.stack(outputs) : outputs.get(outputs.size() - 1));
            result.addAll(states);
            return result;
        }

        private <T> List<T> inOrder(List<T> steps) {
            List<T> ordered = new ArrayList<>(steps);
            if (goBackwards) {
                Collections.reverse(ordered);
            }
            return ordered;
        }

        private <T> List<Skips<T>> skips(Operations<T> on, T mask) {
            List<T> counted = inOrder(on.unstack(mask));
            List<T> skipped = inOrder(on.unstack(on.subtract(on.scalar(1), mask)));
            return IntStream.range(0, counted.size())
                    .mapToObj(i -> new Skips<>(counted.get(i), skipped.get(i)))
                    .toList();
        }
    }

    /**
     * Whether a step is skipped.
     *
     * @param counted 1 if it is not, else 0
     * @param skipped the opposite
     */
    record Skips<T>(T counted, T skipped) {
        /** The values after the step, from those that it computes and those before it; zeros if there are none. */
        List<T> all(Operations<T> on, List<T> next, List<T> before) {
            return IntStream.range(0, next.size())
                    .mapToObj(i -> one(on, next.get(i), before, i))
                    .toList();
        }

        // Products rather than a difference: a step that counts keeps its value to the last bit.
        private T one(Operations<T> on, T next, List<T> before, int which) {
            T kept = on.multiply(next, counted);
            return before.isEmpty() ? kept : on.add(kept, on.multiply(before.get(which), skipped));
        }
    }
}
