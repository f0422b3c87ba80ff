// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.layer;

import io.espalier.model.ModelException;
import java.util.List;

/** How many inputs a layer takes, whatever stands for them. */
final class Inputs {
    private Inputs() {}

    /** The only one. */
    static <T> T single(List<T> inputs) {
        if (inputs.size() != 1) {
            throw new ModelException("expects one input, but has " + inputs.size());
        }
        return inputs.get(0);
    }
}
