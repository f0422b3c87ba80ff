// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.layer.Operations.Reduction;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Keras's layer of that name: the number of the range that each number is in.
 *
 * @param boundaries where a new range starts, in ascending order; the first range is below all of them
 */
public record Discretization(List<Float> boundaries, CategoryOutput output) implements ComposedLayer {
    public Discretization {
        boundaries = List.copyOf(boundaries);
        Objects.requireNonNull(output, "output");
        for (int i = 1; i < boundaries.size(); i++) {
            if (boundaries.get(i) < boundaries.get(i - 1)) {
                throw new ModelException("has the boundaries " + boundaries + "; expected them in ascending order");
            }
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        float[] starts = new float[boundaries.size()];
        for (int i = 0; i < starts.length; i++) {
            starts[i] = boundaries.get(i);
        }
        T reached = on.binary(
                Binary.GREATER_EQUAL,
                CategoryOutput.column(on, value),
                on.constant(Tensor.of(Shape.of(starts.length), starts)));
        T range = on.reduce(Reduction.SUM, reached, false, on.shape(value).rank());
        return output.of(on, range, starts.length + 1, Optional.empty());
    }
}
