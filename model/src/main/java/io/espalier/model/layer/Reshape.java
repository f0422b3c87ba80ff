// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.check.Window;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * The same numbers in another shape.
 *
 * @param target the shape of one example; one dimension may be -1 and is then worked out
 */
public record Reshape(List<Integer> target) implements Layer {
    public Reshape {
        target = List.copyOf(target);
        if (target.stream().filter(dimension -> dimension == -1).count() > 1) {
            throw new ModelException("a target shape may have one -1, but is " + target);
        }
        if (target.stream().anyMatch(dimension -> dimension < -1 || dimension == 0)) {
            throw new ModelException(
                    "a target shape has dimensions of at least 1 and at most one -1, but is " + target);
        }
    }

    public static Reshape to(Integer... target) {
        return new Reshape(List.of(target));
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
        Shape input = Window.single(inputs);
        int known = 1;
        for (int dimension : target) {
            known *= dimension == -1 ? 1 : dimension;
        }
        boolean open = target.contains(-1);
        if (open ? input.elements() % known != 0 : input.elements() != known) {
            throw new ModelException("cannot make shape " + target + " out of " + input.elements()
                    + " numbers of shape " + input.batched());
        }
        List<Integer> dimensions = new ArrayList<>(target);
        if (open) {
            dimensions.set(target.indexOf(-1), input.elements() / known);
        }
        return new Shape(dimensions);
    }

    @Override
    public <R> R accept(LayerVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
