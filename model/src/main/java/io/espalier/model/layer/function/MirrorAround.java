// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * An input with its own elements mirrored at its edges, as {@code tf.pad} does in the modes REFLECT and SYMMETRIC.
 *
 * @param before for each dimension after the batch, how many come before it
 * @param after likewise behind it
 * @param repeatsEdge whether the element at the edge comes twice, as in SYMMETRIC
 */
public record MirrorAround(List<Integer> before, List<Integer> after, boolean repeatsEdge) implements ComposedLayer {
    public MirrorAround {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.mirror(Inputs.single(inputs), before, after, repeatsEdge);
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
