// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.program;

import io.espalier.lite.Subgraph;
import java.util.List;
import java.util.Map;

/**
 * A model as steps, in the order in which they run.
 *
 * @param subgraph whose tensors the steps name by their indices
 * @param aliases tensors that are the same bytes as another under another shape
 */
public record Program(Subgraph subgraph, List<Step> steps, Map<Integer, Integer> aliases) {
    public Program {
        steps = List.copyOf(steps);
        aliases = Map.copyOf(aliases);
    }

    /** The tensor whose bytes these are. */
    public int root(int tensor) {
        int root = tensor;
        while (aliases.containsKey(root)) {
            root = aliases.get(root);
        }
        return root;
    }

    /** The bytes of a tensor. */
    public int bytes(int tensor) {
        return Math.toIntExact(subgraph.tensor(tensor).elements()
                * subgraph.tensor(tensor).type().bits()
                / Byte.SIZE);
    }
}
