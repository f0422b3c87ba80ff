// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Window;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.List;

/**
 * Negative numbers become 0, and numbers above the maximum become the maximum.
 *
 * @param maxValue infinity where there is no maximum
 */
public record ReLU(float maxValue) implements Layer {
    public ReLU {
        if (!(maxValue > 0)) {
            throw new ModelException("the maximum of a ReLU is above 0, not " + maxValue);
        }
    }

    public static ReLU unbounded() {
        return new ReLU(Float.POSITIVE_INFINITY);
    }

    public static ReLU max(float maxValue) {
        return new ReLU(maxValue);
    }

    public boolean isBounded() {
        return maxValue < Float.POSITIVE_INFINITY;
    }

    @Override
    public String kind() {
        return "ReLU";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        return Window.single(inputs);
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
