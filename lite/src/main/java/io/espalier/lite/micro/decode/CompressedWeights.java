// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Subgraph;
import io.espalier.lite.file.GraphWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A graph whose weights are stored in fewer bytes, where they have few values or many zeros. What it computes stays the same to the bit.
 *
 * @param graph with the operators that decode; for {@link WeightForm#LUT_METADATA} with encoded weights alone, which mean nothing without the file
 * @param file the bytes of the model file
 * @param weights of all convolutions and fully connected operators, by subgraph and tensor
 */
public record CompressedWeights(Graph graph, Buffer file, List<StoredWeights> weights) {
    /** The code of TFLite Micro's DECODE on a Cortex-M4, as measured with its LUT form, in bytes. */
    public static final int DECODE_CODE_BYTES = 6_320;

    public CompressedWeights {
        weights = List.copyOf(weights);
    }

    /** Stores the weights of a graph in this form, each only if it takes fewer bytes so. */
    public static CompressedWeights of(Graph graph, WeightForm form) {
        List<Map<Integer, Encoding>> encodings = encodings(graph, form);
        Buffer plain = Buffer.ofBytes(GraphWriter.toBytes(graph));
        CompressedWeights compressed = encoded(graph, form, encodings);
        long saved = (long) plain.size() - compressed.file().size();
        if (compressed.weights().stream().anyMatch(weights -> !weights.isPlain())
                && saved <= (form == WeightForm.AUTO ? DECODE_CODE_BYTES : 0)) {
            String reason = "decoding all weights would save " + Math.max(0, saved) + " bytes"
                    + (form == WeightForm.AUTO ? ", and its code takes " + DECODE_CODE_BYTES : "");
            encodings.forEach(each -> each.replaceAll(
                    (tensor, encoding) -> encoding.stored().isPlain() ? encoding : encoding.asPlain(reason)));
            return new CompressedWeights(graph, plain, stored(encodings));
        }
        return compressed;
    }

    private static CompressedWeights encoded(Graph graph, WeightForm form, List<Map<Integer, Encoding>> encodings) {
        List<StoredWeights> weights = stored(encodings);
        if (weights.stream().allMatch(StoredWeights::isPlain)) {
            return new CompressedWeights(graph, Buffer.ofBytes(GraphWriter.toBytes(graph)), weights);
        }
        if (form == WeightForm.LUT_METADATA) {
            LutFile file = LutFile.of(graph, encodings.get(0));
            return new CompressedWeights(file.graph(), file.bytes(), weights);
        }
        List<Subgraph> subgraphs = new ArrayList<>();
        for (int number = 0; number < encodings.size(); number++) {
            subgraphs.add(DecodeOperators.insert(graph.subgraphs().get(number), encodings.get(number)));
        }
        Graph compressed = graph.withSubgraphs(subgraphs);
        return new CompressedWeights(compressed, Buffer.ofBytes(GraphWriter.toBytes(compressed)), weights);
    }

    /** Whether operators decode some of them. */
    public boolean isDecoded() {
        return graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.operators().stream())
                .anyMatch(operator -> operator.code().customCode().equals(DecodeOperators.NAME));
    }

    private static List<StoredWeights> stored(List<Map<Integer, Encoding>> encodings) {
        return encodings.stream()
                .flatMap(each -> each.values().stream())
                .map(Encoding::stored)
                .toList();
    }

    private static List<Map<Integer, Encoding>> encodings(Graph graph, WeightForm form) {
        List<Map<Integer, Encoding>> all = new ArrayList<>();
        for (int number = 0; number < graph.subgraphs().size(); number++) {
            Subgraph subgraph = graph.subgraphs().get(number);
            Map<Integer, Encoding> encodings = new TreeMap<>();
            int index = number;
            Weights.in(subgraph).forEach((tensor, readers) -> {
                Encoding encoding = Encoding.of(subgraph, index, tensor, readers.size(), form);
                boolean isOutOfReach = form == WeightForm.LUT_METADATA && index > 0;
                encodings.put(
                        tensor,
                        isOutOfReach && !encoding.stored().isPlain()
                                ? encoding.asPlain("only the main subgraph is stored so")
                                : encoding);
            });
            all.add(encodings);
        }
        return all;
    }
}
