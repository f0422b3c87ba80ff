// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer.function;

import io.espalier.model.layer.ComposedLayer;
import io.espalier.model.layer.Operations;
import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.tensor.ModelException;
import java.util.List;

/** What two inputs say together, where a number that is not 0 is true: 1 or 0. */
public record Logical(Connective connective) implements ComposedLayer {
    /** How two truths become one. */
    public enum Connective {
        AND(Binary.MINIMUM),
        OR(Binary.MAXIMUM),
        XOR(Binary.NOT_EQUAL);

        private final Binary ofFlags;

        Connective(Binary ofFlags) {
            this.ofFlags = ofFlags;
        }
    }

    @Override
    public <T> T compute(Operations<T> on, List<T> inputs) {
        if (inputs.size() != 2) {
            throw new ModelException("needs two inputs, but has " + inputs.size());
        }
        return on.binary(connective.ofFlags, on.isOther(inputs.get(0), 0), on.isOther(inputs.get(1), 0));
    }
}
