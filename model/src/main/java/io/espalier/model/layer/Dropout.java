// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.ModelException;
import io.espalier.model.Shape;
import java.util.List;

/**
 * While training, a share of the numbers, chosen anew each time, becomes 0 and the others are scaled up by {@code 1 / (1 - rate)};
 * afterwards nothing happens.
 *
 * @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava and others, 2014</a>
 */
public record Dropout(float rate) implements Layer {
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new ModelException("the rate of a Dropout is from 0 to below 1, not " + rate);
        }
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
