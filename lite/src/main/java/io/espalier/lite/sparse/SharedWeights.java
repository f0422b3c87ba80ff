// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.sparse;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Constants of a graph that have the same bytes, which a file holds once. Their dense bytes go when all of them are stored sparse, and
 * only then.
 *
 * @param uses of one type and shape, at least one
 */
record SharedWeights(List<WeightUses> uses) {
    SharedWeights {
        uses = List.copyOf(uses);
    }

    /** All of a graph, without those where the bytes are something else too. */
    static List<SharedWeights> in(Graph graph) {
        Map<Buffer, List<WeightUses>> sharing = new LinkedHashMap<>();
        Set<Buffer> otherwiseUsed = new HashSet<>(graph.metadataBuffers());
        graph.metadata().stream().map(Metadata::buffer).forEach(otherwiseUsed::add);
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            Map<Integer, WeightUses> weights = WeightUses.in(graph, number);
            Subgraph subgraph = graph.subgraphs().get(number);
            for (int tensor = 0; tensor < subgraph.tensors().size(); tensor++) {
                WeightUses uses = weights.get(tensor);
                Buffer buffer = subgraph.tensor(tensor).buffer();
                if (uses == null) {
                    otherwiseUsed.add(buffer);
                } else {
                    sharing.computeIfAbsent(buffer, first -> new ArrayList<>()).add(uses);
                }
            }
        }
        sharing.keySet().removeAll(otherwiseUsed);
        return sharing.values().stream()
                .map(SharedWeights::new)
                .filter(SharedWeights::areAlike)
                .toList();
    }

    private boolean areAlike() {
        return uses.stream()
                .map(WeightUses::weights)
                .allMatch(other -> other.type() == weights().type()
                        && other.shape().equals(weights().shape()));
    }

    /** One of them; the others have the same type, shape and bytes. */
    Tensor weights() {
        return uses.get(0).weights();
    }
}
