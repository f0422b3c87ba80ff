// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.model.tensorflow.ConstantTensor;
import java.util.Optional;

/** The values of the variables of a graph. */
@FunctionalInterface
public interface Variables {
    /** A graph without variables. */
    Variables NONE = node -> Optional.empty();

    /** The value of the variable that a node of the graph holds; empty if it has none. */
    Optional<ConstantTensor> value(String node);
}
