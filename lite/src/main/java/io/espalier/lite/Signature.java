// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite;

import java.util.List;
import java.util.Objects;

/**
 * A named way to call a subgraph, with named inputs and outputs.
 *
 * @param key such as {@code serving_default}
 * @param deprecatedTag a second string that converters of 2021 wrote; usually empty
 */
public record Signature(
        String key, List<NamedTensor> inputs, List<NamedTensor> outputs, int subgraph, String deprecatedTag) {

    public Signature {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(deprecatedTag, "deprecatedTag");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** A signature without a deprecated tag. */
    public Signature(String key, List<NamedTensor> inputs, List<NamedTensor> outputs, int subgraph) {
        this(key, inputs, outputs, subgraph, "");
    }

    /** The name that callers use, and the index of the tensor in the subgraph. */
    public record NamedTensor(String name, int tensor) {
        public NamedTensor {
            Objects.requireNonNull(name, "name");
        }
    }
}
