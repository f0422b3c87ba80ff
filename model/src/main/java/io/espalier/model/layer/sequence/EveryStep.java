// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.sequence;

import io.espalier.model.check.Inputs;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Unary;
import java.util.List;

/** The mask of a sequence (steps, features) that has none, beside one that has: every step counts. */
public record EveryStep() implements ImpliedMask {
    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        T sequence = Inputs.single(inputs);
        Inputs.sequence(on.shape(sequence));
        return on.isAbove(on.unary(Unary.ABS, on.slice(sequence, -1, 0, 1)), -1);
    }
}
