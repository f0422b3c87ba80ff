// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * A recurrent layer that skips steps, starts from given states, or returns its states.
 *
 * <p>Inputs: the sequence; the states to start from, or none for zeros; the {@link StepMask}, if there is one. Outputs: that of the layer; the
 * states after the last step, if they are returned.
 *
 * @param isMasked whether the last input is a mask
 * @param zeroesSkipped whether the output of a skipped step is 0, or that of the step before
 */
public record RecurrentCall(RecurrentLayer layer, boolean isMasked, boolean zeroesSkipped, boolean returnsStates)
        implements CallOfSteps {
    /** A copy that takes a mask. */
    public RecurrentCall masked() {
        return new RecurrentCall(layer, true, zeroesSkipped, returnsStates);
    }

    @Override
    public <T> List<T> computeAll(Operations<T> on, List<T> inputs) {
        List<T> states = states(inputs);
        CallOfSteps.check(on, states, layer.states(), Shape.of(layer.units()));
        Course<T> course = new Course<>(inputs.get(0), states, mask(on, inputs), zeroesSkipped);
        Inputs.ofRank(on.shape(course.sequence()), 2, "(steps, features)");
        List<T> results = layer.compute(on, course, "");
        return returnsStates ? results : results.subList(0, 1);
    }
}
