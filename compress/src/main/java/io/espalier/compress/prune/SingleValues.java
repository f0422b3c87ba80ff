// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.prune;

import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.train.technique.WeightMask;
import java.util.Optional;

/** Each value is kept or not for itself, wherever it lies. */
record SingleValues() implements SparsityPattern {
    @Override
    public WeightMask mask(Tensor weight, double sparsity) {
        Magnitudes magnitudes = Magnitudes.of(weight.toArray());
        float threshold = magnitudes.threshold(sparsity);
        return new WeightMask(Tensor.of(weight.shape(), magnitudes.reaching(threshold)), threshold);
    }

    @Override
    public void check(String weight, Shape shape) {
        // Any shape will do.
    }

    @Override
    public Optional<String> nothingRemoved(Shape shape, double sparsity) {
        return Magnitudes.nothingRemoved(shape.elements(), "values", sparsity);
    }

    @Override
    public Optional<String> fewerRemoved(Shape shape, double sparsity) {
        return Optional.empty();
    }

    @Override
    public boolean followsSparsity() {
        return true;
    }
}
