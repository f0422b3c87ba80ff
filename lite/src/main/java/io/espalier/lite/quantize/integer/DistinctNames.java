// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.integer;

import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives every tensor of the main subgraph a name of its own, as ranges and rules go by names: files may hold several tensors of one
 * name, and such of none.
 */
public final class DistinctNames {
    private DistinctNames() {}

    /** The graph with the names of tensors whose name came before changed, and of those without; others keep theirs. */
    public static Graph apply(Graph graph) {
        Subgraph main = graph.main();
        Set<String> all = new HashSet<>();
        main.tensors().forEach(tensor -> all.add(tensor.name()));
        Set<String> seen = new HashSet<>();
        List<Tensor> tensors = new ArrayList<>();
        for (Tensor tensor : main.tensors()) {
            boolean isDistinct = !tensor.name().isEmpty() && seen.add(tensor.name());
            tensors.add(isDistinct ? tensor : tensor.withName(free(tensor.name(), all)));
        }
        return tensors.equals(main.tensors()) ? graph : graph.withMain(main.withTensors(tensors));
    }

    private static String free(String name, Set<String> taken) {
        String stem = name.isEmpty() ? "tensor" : name;
        for (int number = 1; ; number++) {
            String candidate = stem + "_" + number;
            if (taken.add(candidate)) {
                return candidate;
            }
        }
    }
}
