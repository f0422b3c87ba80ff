// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Window;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * The mean of each channel over the whole picture.
 *
 * @param keepDimensions whether what comes out keeps the dimensions that are pooled, with size 1
 */
public record GlobalAveragePooling2D(boolean keepDimensions) implements Layer {
    public GlobalAveragePooling2D() {
        this(false);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        int channels = Window.picture(inputs).channels();
        return keepDimensions ? Shape.of(1, 1, channels) : Shape.of(channels);
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
