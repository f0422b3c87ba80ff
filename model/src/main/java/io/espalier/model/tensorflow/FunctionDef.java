// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A function that nodes call by its name.
 *
 * @param inputs its arguments
 * @param outputs its results
 * @param returns for each result, the {@code node:output:place} or argument that it is
 */
public record FunctionDef(
        String name, List<Argument> inputs, List<Argument> outputs, List<NodeDef> nodes, Map<String, String> returns) {
    public FunctionDef {
        Objects.requireNonNull(name, "name");
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        returns = Collections.unmodifiableMap(new LinkedHashMap<>(returns));
    }

    /**
     * An argument or a result.
     *
     * @param type {@link DataType#UNKNOWN} if an attribute of the caller says it
     */
    public record Argument(String name, DataType type) {}
}
