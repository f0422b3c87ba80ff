// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * One number of all along some dimensions, as Keras files have it where a model was built of tensors rather than layers: {@code
 * tf.reduce_mean(x, [1, 2])}.
 *
 * @param axes from 0 after the batch or, below 0, from the end
 * @param keepDimensions whether these dimensions stay, with size 1
 */
public record Reduce(Reduction reduction, List<Integer> axes, boolean keepDimensions) implements ComposedLayer {
    public Reduce {
        axes = List.copyOf(axes);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        return on.reduce(reduction, value, keepDimensions, places(on.shape(value), axes));
    }

    /** Where axes are, from the first on, each once. */
    static int[] places(Shape shape, List<Integer> axes) {
        return axes.stream()
                .mapToInt(axis -> Inputs.axis(shape, axis))
                .sorted()
                .distinct()
                .toArray();
    }
}
