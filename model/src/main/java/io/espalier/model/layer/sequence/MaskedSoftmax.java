// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.WeightSpec;
import java.util.List;
import java.util.Objects;

/**
 * Keras's Softmax with a mask. Inputs: scores, and a mask that is broadcast over them, 0 for each score that has no share. Where all scores of a
 * row are left out, all have the same share.
 *
 * @param softmax over one dimension or several
 */
public record MaskedSoftmax(ComposedLayer softmax) implements ComposedLayer {
    public MaskedSoftmax {
        Objects.requireNonNull(softmax, "softmax");
    }

    @Override
    public String kind() {
        return softmax.kind();
    }

    @Override
    public List<WeightSpec> weights(List<Shape> inputs) {
        return List.of();
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        if (inputs.size() != 2) {
            throw new ModelException("expects scores and a mask, but has " + inputs.size() + " inputs");
        }
        Shape scores = on.shape(inputs.get(0));
        Shape mask = on.shape(inputs.get(1));
        if (!mask.broadcast(scores).equals(scores)) {
            throw new ModelException(
                    "has a mask of shape " + mask.batched() + " for scores of shape " + scores.batched());
        }
        return softmax.compute(on, List.of(on.where(inputs.get(1), inputs.get(0), -1e9f)));
    }
}
