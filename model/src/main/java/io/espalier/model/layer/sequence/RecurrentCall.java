// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.recurrent.RecurrentLayer;
import io.espalier.model.layer.recurrent.RecurrentLayer.Course;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

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
        implements SeveralOutputs {
    @Override
    public String kind() {
        return layer.kind();
    }

    /** A copy that takes a mask. */
    public RecurrentCall masked() {
        return new RecurrentCall(layer, true, zeroesSkipped, returnsStates);
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
        List<T> states = states(inputs, isMasked);
        check(on, states, layer.states(), layer.units());
        Course<T> course = new Course<>(inputs.get(0), states, mask(inputs, isMasked), zeroesSkipped);
        Inputs.ofRank(on.shape(course.sequence()), 2, "(steps, features)");
        List<T> results = layer.compute(on, course, "");
        return returnsStates ? results : results.subList(0, 1);
    }

    static <T> List<T> states(List<T> inputs, boolean isMasked) {
        return inputs.subList(1, inputs.size() - (isMasked ? 1 : 0));
    }

    static <T> Optional<T> mask(List<T> inputs, boolean isMasked) {
        return isMasked ? Optional.of(inputs.get(inputs.size() - 1)) : Optional.empty();
    }

    static <T> void check(Operations<T> on, List<T> states, int count, int units) {
        List<Shape> shapes = states.stream().map(on::shape).toList();
        boolean fits = shapes.stream().allMatch(Shape.of(units)::equals);
        if (!shapes.isEmpty() && (shapes.size() != count || !fits)) {
            throw new ModelException("starts from states of the shapes "
                    + shapes.stream().map(Shape::batched).toList() + ", but has " + count + " of shape "
                    + Shape.of(units).batched());
        }
    }
}
