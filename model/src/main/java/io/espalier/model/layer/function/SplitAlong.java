// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.sequence.SeveralOutputs;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Parts of an input along one dimension, as {@code tf.split} and {@code tf.unstack} have them.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 * @param sizes of the parts
 * @param isDropped whether the dimension, of which each part has one element, is left out
 */
public record SplitAlong(int axis, List<Integer> sizes, boolean isDropped) implements SeveralOutputs {
    public SplitAlong {
        sizes = List.copyOf(sizes);
    }

    @Override
    public <T> List<T> computeAll(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape shape = on.shape(value);
        int place = Inputs.axis(shape, axis);
        if (sizes.stream().mapToInt(Integer::intValue).sum() != shape.dimension(place)) {
            throw new ModelException("splits a dimension of " + shape.dimension(place) + " in " + shape.batched()
                    + " into parts of " + sizes + ", which have another sum");
        }
        List<T> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            T part = on.slice(value, place, from, size);
            parts.add(isDropped ? without(on, part, place) : part);
            from += size;
        }
        return parts;
    }

    private static <T> T without(Operations<T> on, T part, int place) {
        List<Integer> dimensions = new ArrayList<>(on.shape(part).dimensions());
        dimensions.remove(place);
        return on.reshape(part, new Shape(dimensions));
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
