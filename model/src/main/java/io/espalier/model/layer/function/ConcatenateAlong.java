// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.merging.Concatenate;
import java.util.List;

/**
 * Keras's Concatenate along another dimension than the last, for which there is {@link Concatenate}.
 *
 * @param axis from 0 after the batch or, below 0, from the end
 */
public record ConcatenateAlong(int axis) implements ComposedLayer {
    @Override
    public String kind() {
        return "Concatenate";
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.concatenate(Inputs.several(inputs), axis);
    }
}
