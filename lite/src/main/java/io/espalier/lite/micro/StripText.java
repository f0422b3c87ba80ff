// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Leaves out what TFLite Micro does not read: names of tensors and subgraphs, the description, signatures, metadata, files behind the model. */
final class StripText {
    /** Entries that change what TFLite Micro does. */
    private static final Set<String> READ = Set.of("OfflineMemoryAllocation", "COMPRESSION_METADATA");

    private StripText() {}

    static Graph apply(Graph graph) {
        List<Subgraph> subgraphs = new ArrayList<>();
        for (Subgraph subgraph : graph.subgraphs()) {
            List<Tensor> tensors = subgraph.tensors().stream()
                    .map(tensor -> tensor.withName(""))
                    .toList();
            subgraphs.add(new Subgraph("", tensors, subgraph.inputs(), subgraph.outputs(), subgraph.operators(), -1));
        }
        List<Metadata> kept = graph.metadata().stream()
                .filter(entry -> READ.contains(entry.name()))
                .toList();
        return new Graph(
                "",
                subgraphs,
                List.of(),
                kept,
                List.of(),
                graph.externalBufferGroups(),
                graph.externalBuffers(),
                Buffer.EMPTY);
    }
}
