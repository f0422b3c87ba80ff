// SPDX-License-Identifier: Apache-2.0
package io.espalier.runtime.guard;

import io.espalier.lite.Graph;
import io.espalier.lite.Signature;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a model's inputs are called. */
public final class InputNames {
    private InputNames() {}

    /** The places of the main subgraph's inputs by the names of their tensors, and by those that signatures give them. */
    public static Map<String, Integer> of(Graph graph) {
        Map<String, Integer> names = new LinkedHashMap<>();
        Map<Integer, Integer> byTensor = new HashMap<>();
        for (int i = 0; i < graph.main().inputs().size(); i++) {
            int tensor = graph.main().inputs().get(i);
            byTensor.put(tensor, i);
            names.put(graph.main().tensor(tensor).name(), i);
        }
        for (Signature signature : graph.signatures()) {
            if (signature.subgraph() == 0) {
                signature.inputs().forEach(named -> {
                    Integer index = byTensor.get(named.tensor());
                    if (index != null) {
                        names.putIfAbsent(named.name(), index);
                    }
                });
            }
        }
        return names;
    }
}
