// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;
import java.util.Objects;

/**
 * The input of a model.
 *
 * @param shape of one example, without the batch
 */
public record Input(Shape shape) implements Layer {
    public Input {
        Objects.requireNonNull(shape, "shape");
    }

    @Override
    public String kind() {
        return "InputLayer";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        if (!inputs.isEmpty()) {
            throw new ModelException("takes no input from other layers, but has " + inputs.size());
        }
        return shape;
    }

    @Override
    public ChannelMapping channelMapping() {
        return ChannelMapping.NEW;
    }

    @Override
    public boolean isRandom(List<Shape> inputs) {
        return false;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
        return visitor.visit(this);
    }
}
