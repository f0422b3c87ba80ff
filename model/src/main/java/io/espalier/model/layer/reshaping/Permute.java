// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.reshaping;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import java.util.List;

/**
 * Dimensions in another order.
 *
 * @param order dimension i of the output is dimension {@code order.get(i)} of the input, counted from 0 after the batch; Keras counts
 *     from 1
 */
public record Permute(List<Integer> order) implements ComposedLayer {
    public Permute {
        order = List.copyOf(order);
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        return on.transpose(
                Inputs.single(inputs),
                order.stream().mapToInt(Integer::intValue).toArray());
    }

    @Override
    public boolean movesValues() {
        return true;
    }
}
