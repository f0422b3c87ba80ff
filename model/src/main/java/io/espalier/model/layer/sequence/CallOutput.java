// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * One output of a layer that has several.
 *
 * @param index which, from 0
 * @param from where it starts in the row of all of them
 * @param shape its own
 */
public record CallOutput(int index, int from, Shape shape) implements ComposedLayer {
    /** The output at an index, where outputs have these shapes. */
    public static CallOutput of(int index, List<Shape> shapes) {
        int from = shapes.subList(0, index).stream().mapToInt(Shape::elements).sum();
        return new CallOutput(index, from, shapes.get(index));
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.reshape(on.slice(Inputs.single(inputs), 0, from, shape.elements()), shape);
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
