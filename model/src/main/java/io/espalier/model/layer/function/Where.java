// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Numbers of one tensor where a condition, the first input, is not 0, and of another elsewhere, as {@code tf.where} has it.
 *
 * @param yes the first of the two, if it is a constant rather than the next input
 * @param no the second of the two, likewise
 */
public record Where(Optional<Tensor> yes, Optional<Tensor> no) implements ComposedLayer {
    /** Of three inputs. */
    public static Where ofInputs() {
        return new Where(Optional.empty(), Optional.empty());
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        int expected = 1 + (yes.isPresent() ? 0 : 1) + (no.isPresent() ? 0 : 1);
        if (inputs.size() != expected) {
            throw new ModelException(
                    "needs " + expected + " inputs, a condition and what it chooses from, but has " + inputs.size());
        }
        Iterator<T> next = inputs.iterator();
        T condition = next.next();
        T chosen = yes.map(on::constant).orElseGet(next::next);
        return on.select(condition, chosen, no.map(on::constant).orElseGet(next::next));
    }
}
