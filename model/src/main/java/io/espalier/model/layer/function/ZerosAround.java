// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/**
 * Zeros around an input, as {@code tf.pad} has them.
 *
 * @param before for each dimension after the batch, how many come before it
 * @param after likewise behind it
 */
public record ZerosAround(List<Integer> before, List<Integer> after) implements ComposedLayer {
    public ZerosAround {
        before = List.copyOf(before);
        after = List.copyOf(after);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        if (before.size() != on.shape(value).rank() || after.size() != before.size()) {
            throw new ModelException("pads " + before.size() + " dimensions after the batch, but the input has shape "
                    + on.shape(value).batched());
        }
        return on.pad(value, before, after);
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
