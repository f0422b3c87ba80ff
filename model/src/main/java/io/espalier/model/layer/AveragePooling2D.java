// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Window;
import io.espalier.model.tensor.Padding;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Size;
import java.util.List;

/** The mean of each window of a picture, channel by channel. What padding adds does not count. */
public record AveragePooling2D(Size poolSize, Size strides, Padding padding) implements Layer {
    /** Keras's defaults: the window moves by its own size, padding valid. */
    public static AveragePooling2D of(int side) {
        return new AveragePooling2D(Size.square(side), Size.square(side), Padding.VALID);
    }

    public AveragePooling2D strides(int side) {
        return new AveragePooling2D(poolSize, Size.square(side), padding);
    }

    public AveragePooling2D padding(Padding padding) {
        return new AveragePooling2D(poolSize, strides, padding);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Window.picture(inputs);
        return new Window(poolSize, strides, Size.ONE, padding).slide(input, input.channels());
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
