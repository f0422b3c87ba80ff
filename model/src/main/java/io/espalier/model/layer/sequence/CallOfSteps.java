// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.Layer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

/** A call of a layer that goes through steps. Inputs: the sequence, the states to start from, if any, and a mask of steps, if there is one. */
public sealed interface CallOfSteps extends SeveralOutputs
        permits RecurrentCall, BidirectionalCall, ConvLstmCall, BidirectionalConvLstmCall {
    /** The layer whose weights these are. */
    Layer layer();

    /** Whether the last input is a mask. */
    boolean isMasked();

    @Override
    default String kind() {
        return layer().kind();
    }

    @Override
    default List<WeightSpec> weights(List<Shape> inputs) {
        return layer().weights(inputs.subList(0, 1));
    }

    @Override
    default List<String> kernels() {
        return layer().kernels();
    }

    /** The states to start from. */
    default <T> List<T> states(List<T> inputs) {
        return inputs.subList(1, inputs.size() - (isMasked() ? 1 : 0));
    }

    /**
     * The mask.
     *
     * @throws ModelException if it has another number of steps than the sequence
     */
    default <T> Optional<T> mask(Operations<T> on, List<T> inputs) {
        if (!isMasked()) {
            return Optional.empty();
        }
        T mask = inputs.get(inputs.size() - 1);
        Shape sequence = on.shape(inputs.get(0));
        if (on.shape(mask).dimension(0) != sequence.dimension(0)) {
            throw new ModelException("has a mask of " + on.shape(mask).dimension(0) + " steps for a sequence of shape "
                    + sequence.batched());
        }
        return Optional.of(mask);
    }

    /** @throws ModelException if there are states, but not as many or not of the shape that the layer has */
    static <T> void check(Operations<T> on, List<T> states, int count, Shape state) {
        List<Shape> shapes = states.stream().map(on::shape).toList();
        boolean fits = shapes.stream().allMatch(state::equals);
        if (!shapes.isEmpty() && (shapes.size() != count || !fits)) {
            throw new ModelException("starts from states of the shapes "
                    + shapes.stream().map(Shape::batched).toList() + ", but has " + count + " of shape "
                    + state.batched());
        }
    }
}
