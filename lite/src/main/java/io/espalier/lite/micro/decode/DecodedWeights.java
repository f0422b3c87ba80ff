// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.InvalidGraphException;
import io.espalier.lite.Operator;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A graph with plain weights, of a file in which TFLite Micro decodes them.
 *
 * @param graph without operators that decode and without the entry COMPRESSION_METADATA
 * @param weights what was decoded, by the tensor that holds it now
 */
public record DecodedWeights(Graph graph, List<StoredWeights> weights) {
    public DecodedWeights {
        weights = List.copyOf(weights);
    }

    /** Whether there may be something to decode. */
    public static boolean isIn(Graph graph) {
        return graph.metadata(CompressionMetadata.NAME).isPresent()
                || graph.subgraphs().stream()
                        .flatMap(subgraph -> subgraph.operators().stream())
                        .anyMatch(DecodedWeights::decodes);
    }

    private static boolean decodes(Operator operator) {
        return operator.code().customCode().equals(DecodeOperators.NAME);
    }

    /**
     * Reads a model file, and decodes its weights.
     *
     * @throws io.espalier.lite.file.LiteFormatException if it is no TFLite model, or is damaged
     * @throws InvalidGraphException if what is encoded is damaged, or in a form that only some processors decode; names the tensor
     */
    public static DecodedWeights read(Buffer file) {
        Graph graph = GraphReader.read(file.asByteBuffer());
        List<StoredWeights> found = new ArrayList<>();
        Optional<Metadata> entry = graph.metadata(CompressionMetadata.NAME);
        if (entry.isPresent()) {
            graph = withTables(graph, CompressionMetadata.read(entry.get().buffer()), FileBuffers.of(file), found);
        }
        List<Subgraph> subgraphs = new ArrayList<>();
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            subgraphs.add(withoutOperators(graph.subgraphs().get(number), number, found));
        }
        return new DecodedWeights(graph.withSubgraphs(subgraphs), found);
    }

    private static Graph withTables(
            Graph graph,
            List<List<CompressionMetadata.Entry>> entries,
            List<Buffer> buffers,
            List<StoredWeights> found) {
        List<Subgraph> subgraphs = new ArrayList<>(graph.subgraphs());
        List<Buffer> values = new ArrayList<>();
        for (int number = 0; number < entries.size(); number++) {
            for (CompressionMetadata.Entry entry : entries.get(number)) {
                if (number >= subgraphs.size()
                        || entry.tensor() < 0
                        || entry.tensor() >= subgraphs.get(number).tensors().size()
                        || entry.valueBuffer() < 0
                        || entry.valueBuffer() >= buffers.size()) {
                    throw new InvalidGraphException(CompressionMetadata.NAME + " names tensor " + entry.tensor()
                            + " of subgraph " + number + " and buffer " + entry.valueBuffer()
                            + ", which the file does not have");
                }
                Buffer table = buffers.get(entry.valueBuffer());
                values.add(table);
                List<Tensor> tensors = new ArrayList<>(subgraphs.get(number).tensors());
                Tensor tensor = tensors.get(entry.tensor());
                Decoder decoder = Decoder.of(number, entry.tensor(), tensor, entry.bits(), table);
                found.add(decoder.stored());
                tensors.set(entry.tensor(), tensor.withBuffer(decoder.data()));
                subgraphs.set(number, subgraphs.get(number).withTensors(tensors));
            }
        }
        return new Graph(
                graph.description(),
                subgraphs,
                graph.signatures(),
                graph.metadata().stream()
                        .filter(entry -> !entry.name().equals(CompressionMetadata.NAME))
                        .toList(),
                graph.metadataBuffers().stream()
                        .filter(buffer -> !values.contains(buffer))
                        .toList(),
                graph.externalBufferGroups(),
                graph.externalBuffers(),
                graph.associatedFiles());
    }

    private static Subgraph withoutOperators(Subgraph subgraph, int number, List<StoredWeights> found) {
        List<Tensor> tensors = new ArrayList<>(subgraph.tensors());
        List<Operator> operators = new ArrayList<>();
        for (Operator operator : subgraph.operators()) {
            if (!decodes(operator)) {
                operators.add(operator);
                continue;
            }
            if (operator.inputs().size() != 2 * operator.outputs().size()
                    || operator.inputs().contains(Operator.ABSENT)
                    || operator.outputs().contains(Operator.ABSENT)) {
                throw new InvalidGraphException(
                        DecodeOperators.NAME + " has " + operator.inputs().size() + " inputs for "
                                + operator.outputs().size() + " outputs; it needs two for each");
            }
            for (int output = 0; output < operator.outputs().size(); output++) {
                Buffer encoded =
                        subgraph.tensor(operator.inputs().get(2 * output)).buffer();
                Buffer ancillary =
                        subgraph.tensor(operator.inputs().get(2 * output + 1)).buffer();
                int place = operator.outputs().get(output);
                Decoder decoder = Decoder.of(number, place, tensors.get(place), encoded, ancillary);
                tensors.set(place, tensors.get(place).withBuffer(decoder.data()));
                found.add(decoder.stored());
            }
        }
        return subgraph.with(tensors, subgraph.inputs(), subgraph.outputs(), operators);
    }
}
