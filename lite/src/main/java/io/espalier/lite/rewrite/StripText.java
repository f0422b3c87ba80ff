// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Signature;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Leaves out what runtimes do not read: names of tensors and subgraphs, the description, signatures, metadata, files behind the model.
 */
public final class StripText {
    /** Entries that change what TFLite Micro does. */
    private static final Set<String> READ = Set.of("OfflineMemoryAllocation", "COMPRESSION_METADATA");

    private StripText() {}

    /** Leaves out all of it: what is run by the places of its inputs and outputs needs no name. */
    public static Graph all(Graph graph) {
        return stripped(graph, false);
    }

    /** As {@link #all}, but keeps the signatures, and names of inputs and outputs, where there are several to tell apart. */
    public static Graph butInterfaces(Graph graph) {
        Subgraph main = graph.main();
        boolean isPlain = main.inputs().size() <= 1
                && main.outputs().size() <= 1
                && graph.signatures().size() <= 1;
        return stripped(graph, !isPlain);
    }

    private static Graph stripped(Graph graph, boolean keepsInterface) {
        List<Subgraph> subgraphs = new ArrayList<>();
        for (Subgraph subgraph : graph.subgraphs()) {
            List<Tensor> tensors = new ArrayList<>();
            for (int number = 0; number < subgraph.tensors().size(); number++) {
                Tensor tensor = subgraph.tensors().get(number);
                boolean isNamed =
                        keepsInterface && (isAmong(subgraph.inputs(), number) || isAmong(subgraph.outputs(), number));
                tensors.add(isNamed ? tensor : tensor.withName(""));
            }
            subgraphs.add(new Subgraph("", tensors, subgraph.inputs(), subgraph.outputs(), subgraph.operators(), -1));
        }
        List<Metadata> kept = graph.metadata().stream()
                .filter(entry -> READ.contains(entry.name()))
                .toList();
        List<Signature> signatures = keepsInterface ? graph.signatures() : List.of();
        return new Graph(
                "",
                subgraphs,
                signatures,
                kept,
                List.of(),
                graph.externalBufferGroups(),
                graph.externalBuffers(),
                Buffer.EMPTY);
    }

    private static boolean isAmong(Ints places, int number) {
        for (int place = 0; place < places.size(); place++) {
            if (places.get(place) == number) {
                return true;
            }
        }
        return false;
    }
}
