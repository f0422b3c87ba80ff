// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.Shape;
import java.util.List;

/** The mean of each channel over all steps of a sequence. */
public record GlobalAveragePooling1D() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.of(Window.sequence(inputs).channels());
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
