// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Window;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/** Rows and columns of zeros around a picture. */
public record ZeroPadding2D(int top, int bottom, int left, int right) implements Layer {
    public ZeroPadding2D {
        if (top < 0 || bottom < 0 || left < 0 || right < 0) {
            throw new ModelException("padding is 0 or more on each side, not top " + top + ", bottom " + bottom
                    + ", left " + left + ", right " + right);
        }
    }

    /** The same on every side. */
    public static ZeroPadding2D of(int side) {
        return new ZeroPadding2D(side, side, side, side);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Window.picture(inputs);
        return Shape.of(top + input.dimension(0) + bottom, left + input.dimension(1) + right, input.channels());
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
