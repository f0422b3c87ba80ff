// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.Operations;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.layer.volume.ConvLstm;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
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
        implements SeveralOutputs {
    @Override
    public String kind() {
        return layer.kind();
    }

    /** A copy that takes a mask. */
    public ConvLstmCall masked() {
        return new ConvLstmCall(layer, true, zeroesSkipped, returnsStates);
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return layer.weights(inputs.subList(0, 1));
    }

    @Override
    public List<String> kernels() {
        return layer.kernels();
    }

    @Override
    public <T> List<T> computeAll(Operations<T> on, List<T> inputs) {
        List<T> states = RecurrentCall.states(inputs, isMasked);
        Course<T> course = new Course<>(inputs.get(0), states, RecurrentCall.mask(inputs, isMasked), zeroesSkipped);
        List<T> results = layer.compute(on, course, "");
        check(on, states, on.shape(results.get(1)));
        return returnsStates ? results : results.subList(0, 1);
    }

    private static <T> void check(Operations<T> on, List<T> states, Shape state) {
        List<Shape> shapes = states.stream().map(on::shape).toList();
        boolean fits = shapes.stream().allMatch(state::equals);
        if (!shapes.isEmpty() && (shapes.size() != 2 || !fits)) {
            throw new ModelException("starts from states of the shapes "
                    + shapes.stream().map(Shape::batched).toList() + ", but has 2 of shape " + state.batched());
        }
    }
}
