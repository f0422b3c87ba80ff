// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Window;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.List;

/** The mean of each window of a sequence, channel by channel. What padding adds does not count. */
public record AveragePooling1D(int poolSize, int strides, Padding padding) implements Layer {
    public AveragePooling1D {
        Window.checkLengths(poolSize, strides);
    }

    /** Keras's defaults: the window moves by its own size, padding valid. */
    public static AveragePooling1D of(int poolSize) {
        return new AveragePooling1D(poolSize, poolSize, Padding.VALID);
    }

    public AveragePooling1D strides(int strides) {
        return new AveragePooling1D(poolSize, strides, padding);
    }

    public AveragePooling1D padding(Padding padding) {
        return new AveragePooling1D(poolSize, strides, padding);
    }

    /** What computes the same of a picture of height 1 that is as wide as the sequence is long. */
    public AveragePooling2D overPicture() {
        return new AveragePooling2D(new Size(1, poolSize), new Size(1, strides), padding);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Window.sequence(inputs);
        return Shape.of(Window.steps("length", input.dimension(0), poolSize, strides, 1, padding), input.channels());
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
