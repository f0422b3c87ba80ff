// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Optional;

/** Finds out whether a layer uses random numbers. */
final class RandomnessCheck extends ShapeInference {
    private boolean random;

    /** @param weights of the layer */
    RandomnessCheck(List<WeightSpec> weights) {
        super(weights);
    }

    /** Whether any operation so far was random. */
    boolean isRandom() {
        return random;
    }

    @Override
    public Optional<Shape> dropoutMask(Shape of, Shape shape, float rate) {
        random = true;
        return Optional.empty();
    }

    @Override
    public Optional<Shape> normalNoise(Shape of, Shape shape) {
        random = true;
        return Optional.empty();
    }

    @Override
    public Shape eachStep(Shape sequence, Layer layer) {
        List<Integer> dimensions = sequence.dimensions();
        random |= layer.isRandom(List.of(new Shape(dimensions.subList(1, dimensions.size()))));
        return super.eachStep(sequence, layer);
    }
}
