// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.Operations;
import io.espalier.model.layer.recurrent.Bidirectional;
import io.espalier.model.layer.recurrent.Bidirectional.Merge;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * A Bidirectional that skips steps, starts from given states, returns its states, or leaves its two outputs apart.
 *
 * <p>Inputs: as {@link RecurrentCall} has them, with the states of the one direction before those of the other. Outputs: the merged one, or one
 * of each direction; the states after the last step, if they are returned. The output of a skipped step is 0.
 *
 * @param isMasked whether the last input is a mask
 * @param isApart whether the outputs are not merged
 */
public record BidirectionalCall(Bidirectional layer, boolean isMasked, boolean returnsStates, boolean isApart)
        implements CallOfSteps {
    /** A copy that takes a mask. */
    public BidirectionalCall masked() {
        return new BidirectionalCall(layer, true, returnsStates, isApart);
    }

    @Override
    public <T> List<T> computeAll(Operations<T> on, List<T> inputs) {
        RecurrentLayer forward = layer.forward();
        List<T> states = states(inputs);
        CallOfSteps.check(on, states, 2 * forward.states(), Shape.of(forward.units()));
        int half = states.size() / 2;
        boolean isSequence = forward.recurrence().returnSequences();
        Course<T> course = new Course<>(inputs.get(0), List.of(), mask(on, inputs), isSequence);
        List<T> one = layer.forward(on, course.from(states.subList(0, half)));
        List<T> other = layer.backward(on, course.from(states.subList(half, states.size())));
        return outputs(on, layer.merge(), one, other, isApart, returnsStates);
    }

    /** Those of both directions, of which each has an output and states. */
    static <T> List<T> outputs(
            Operations<T> on, Merge merge, List<T> one, List<T> other, boolean isApart, boolean returnsStates) {
        List<T> outputs = new ArrayList<>();
        if (isApart) {
            outputs.add(one.get(0));
            outputs.add(other.get(0));
        } else {
            outputs.add(merge.join(on, one.get(0), other.get(0)));
        }
        if (returnsStates) {
            outputs.addAll(one.subList(1, one.size()));
            outputs.addAll(other.subList(1, other.size()));
        }
        return outputs;
    }
}
