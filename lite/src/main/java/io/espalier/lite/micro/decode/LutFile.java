// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A file whose weights are indices, with an entry COMPRESSION_METADATA that says where the values are.
 *
 * @param graph as a reader finds it who knows nothing of the entry
 */
record LutFile(Graph graph, Buffer bytes) {

    /** Encodes weights of the main subgraph, at least one of which is not plain. */
    static LutFile of(Graph graph, Map<Integer, Encoding> encodings) {
        List<Tensor> tensors = new ArrayList<>(graph.main().tensors());
        List<Integer> encoded = new ArrayList<>();
        List<LookUpTable> tables = new ArrayList<>();
        encodings.forEach((tensor, encoding) -> {
            LookUpTable table = encoding.table();
            if (table != null) {
                tensors.set(tensor, tensors.get(tensor).withBuffer(table.indices()));
                encoded.add(tensor);
                tables.add(table);
            }
        });
        Graph changed = graph.withMain(graph.main().withTensors(tensors));
        List<Buffer> values = tables.stream().map(LookUpTable::values).toList();
        // Only the written file numbers the buffers; the entry is as long whatever the numbers.
        Graph first = withEntry(
                changed,
                values,
                entry(encoded, tables, values.stream().map(value -> 0).toList()));
        List<Buffer> numbered = FileBuffers.of(Buffer.ofBytes(GraphWriter.toBytes(first)));
        List<Integer> numbers = values.stream().map(numbered::indexOf).toList();
        Graph last = withEntry(changed, values, entry(encoded, tables, numbers));
        return new LutFile(last, Buffer.ofBytes(GraphWriter.toBytes(last)));
    }

    private static Buffer entry(List<Integer> encoded, List<LookUpTable> tables, List<Integer> numbers) {
        List<CompressionMetadata.Entry> entries = new ArrayList<>();
        for (int index = 0; index < encoded.size(); index++) {
            entries.add(new CompressionMetadata.Entry(
                    encoded.get(index), numbers.get(index), tables.get(index).bits()));
        }
        return CompressionMetadata.write(entries);
    }

    private static Graph withEntry(Graph graph, List<Buffer> values, Buffer entry) {
        List<Buffer> unnamed = new ArrayList<>(graph.metadataBuffers());
        unnamed.addAll(values);
        Graph named = graph.withMetadata(new Metadata(CompressionMetadata.NAME, entry));
        return new Graph(
                named.description(),
                named.subgraphs(),
                named.signatures(),
                named.metadata(),
                unnamed,
                named.externalBufferGroups(),
                named.externalBuffers(),
                named.associatedFiles());
    }
}
