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
    public Shape eachStep(List<Shape> sequences, Layer layer) {
        random |= layer.isRandom(sequences.stream()
                .map(sequence -> new Shape(sequence.dimensions().subList(1, sequence.rank())))
                .toList());
        return super.eachStep(sequences, layer);
    }
}
