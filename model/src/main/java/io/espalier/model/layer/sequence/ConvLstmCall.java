// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.Operations;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.layer.volume.ConvLstm;
import java.util.List;

/**
 * A {@link ConvLstm} that skips steps, starts from given states, or returns its states.
 *
 * <p>Inputs and outputs: as {@link RecurrentCall} has them; the two states have the shape of one output.
 *
 * @param isMasked whether the last input is a mask
 * @param zeroesSkipped whether the output of a skipped step is 0, or that of the step before
 */
public record ConvLstmCall(ConvLstm layer, boolean isMasked, boolean zeroesSkipped, boolean returnsStates)
        implements CallOfSteps {
    /** A copy that takes a mask. */
    public ConvLstmCall masked() {
        return new ConvLstmCall(layer, true, zeroesSkipped, returnsStates);
    }

    @Override
    public <T> List<T> computeAll(Operations<T> on, List<T> inputs) {
        List<T> states = states(inputs);
        Course<T> course = new Course<>(inputs.get(0), states, mask(on, inputs), zeroesSkipped);
        List<T> results = layer.compute(on, course, "");
        CallOfSteps.check(on, states, 2, on.shape(results.get(1)));
        return returnsStates ? results : results.subList(0, 1);
    }
}
