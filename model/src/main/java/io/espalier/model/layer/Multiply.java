// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * The product of two or more inputs, element by element.
 *
 * <p>As in Keras, shapes are aligned at their last dimension, and dimensions of size 1 or that one input lacks are repeated: of (height,
 * width, channels) and (channels) each picture's channels are scaled.
 */
public record Multiply() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (inputs.size() < 2) {
            throw new ModelException("multiplies at least two inputs, but has " + inputs.size());
        }
        return inputs.stream().reduce(Shape::broadcast).orElseThrow();
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
