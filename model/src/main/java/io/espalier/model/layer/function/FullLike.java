// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import java.util.List;

/**
 * The same number at each place of the input, which passes no gradient: {@code tf.zeros_like(x)}.
 *
 * @param isOne whether the number is 1 rather than 0
 */
public record FullLike(boolean isOne) implements ComposedLayer {
    /** What a number says of itself is known, and does not depend on it. */
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T value = Inputs.single(inputs);
        return on.binary(isOne ? Binary.EQUAL : Binary.NOT_EQUAL, value, value);
    }
}
