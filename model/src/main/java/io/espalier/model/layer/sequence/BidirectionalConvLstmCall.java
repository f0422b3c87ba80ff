// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.Operations;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.layer.volume.BidirectionalConvLstm;
import java.util.List;

/**
 * A {@link BidirectionalConvLstm} that skips steps, starts from given states, returns its states, or leaves its two outputs apart.
 *
 * <p>Inputs and outputs: as {@link BidirectionalCall} has them; the states have the shape of one output.
 *
 * @param isMasked whether the last input is a mask
 * @param zeroesSkipped whether the output of a skipped step is 0, as in Keras 3, or that of the step before, as in Keras 2
 * @param isApart whether the outputs are not merged
 */
public record BidirectionalConvLstmCall(
        BidirectionalConvLstm layer, boolean isMasked, boolean zeroesSkipped, boolean returnsStates, boolean isApart)
        implements CallOfSteps {
    /** A copy that takes a mask. */
    public BidirectionalConvLstmCall masked(boolean zeroes) {
        return new BidirectionalConvLstmCall(layer, true, zeroes, returnsStates, isApart);
    }

    @Override
    public <T> List<T> computeAll(Operations<T> on, List<T> inputs) {
        List<T> states = states(inputs);
        int half = states.size() / 2;
        Course<T> course = new Course<>(inputs.get(0), List.of(), mask(on, inputs), zeroesSkipped);
        List<T> one = layer.forward(on, course.from(states.subList(0, half)));
        List<T> other = layer.backward(on, course.from(states.subList(half, states.size())));
        CallOfSteps.check(on, states, 4, on.shape(one.get(1)));
        return BidirectionalCall.outputs(on, layer.merge(), one, other, isApart, returnsStates);
    }
}
