// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * One number around an input, as {@code tf.pad} has it in the mode CONSTANT.
 *
 * @param before for each dimension after the batch, how often it comes before it
 * @param after likewise behind it
 * @param number zero in most models
 */
public record ConstantAround(List<Integer> before, List<Integer> after, float number) implements ComposedLayer {
    public ConstantAround {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        T padded = on.pad(value, before, after);
        return number == 0 ? padded : on.add(padded, on.constant(edges(on.shape(value), on.shape(padded))));
    }

    /** The number outside the input's place, zeros inside. */
    private Tensor edges(Shape inner, Shape whole) {
        float[] edges = new float[whole.elements()];
        Arrays.fill(edges, number);
        int[] place = new int[inner.rank()];
        for (int i = 0, size = inner.elements(); i < size; i++) {
            int rest = i;
            for (int axis = inner.rank() - 1; axis >= 0; axis--) {
                place[axis] = rest % inner.dimension(axis) + before.get(axis);
                rest /= inner.dimension(axis);
            }
            int index = 0;
            for (int axis = 0; axis < inner.rank(); axis++) {
                index = index * whole.dimension(axis) + place[axis];
            }
            edges[index] = 0;
        }
        return Tensor.of(whole, edges);
    }

    @Override
    public boolean movesValues() {
        return number == 0;
    }
}
