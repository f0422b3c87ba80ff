// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.activation.Softmax;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Keras's Softmax over another dimension than the last, for which there is {@link Softmax}.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 */
public record SoftmaxAlong(int axis) implements ComposedLayer {
    @Override
    public String kind() {
        return "Softmax";
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        Shape shape = on.shape(value);
        int last = shape.rank() - 1;
        int[] order = IntStream.rangeClosed(0, last).toArray();
        int place = Inputs.axis(shape, axis);
        order[place] = last;
        order[last] = place;
        return on.transpose(on.softmax(on.transpose(value, order)), order);
    }
}
