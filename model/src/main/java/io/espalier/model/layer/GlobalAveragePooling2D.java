// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.Shape;
import java.util.List;

/** The mean of each channel over the whole picture. */
public record GlobalAveragePooling2D() implements Layer {
    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Shape.of(Window.picture(inputs).channels());
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
