// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The buffers of a file, each content once, numbered by first use: 0 is the empty one, then the constants, then metadata. Each
 * has the alignment that its users need.
 */
final class BufferPool {

    /** From this size on a buffer is worth the padding that vector instructions like. */
    static final int LARGE = 1024;

    private static final int LARGE_ALIGNMENT = 16;
    private static final int SMALLEST_ALIGNMENT = 4;

    private final Map<Buffer, Integer> numbers = new LinkedHashMap<>();
    private final Map<Buffer, Integer> alignments = new LinkedHashMap<>();

    BufferPool(Graph graph) {
        int smallest = decodesOnMicrocontroller(graph) ? LARGE_ALIGNMENT : SMALLEST_ALIGNMENT;
        add(Buffer.EMPTY, SMALLEST_ALIGNMENT);
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Tensor tensor : subgraph.tensors()) {
                add(tensor.buffer(), Math.max(smallest, tensor.type().bits() / 8));
            }
        }
        for (Metadata entry : graph.metadata()) {
            add(entry.buffer(), SMALLEST_ALIGNMENT);
        }
        for (Buffer buffer : graph.metadataBuffers()) {
            add(buffer, smallest);
        }
    }

    /** Kernels that decode weights read 8 or 16 bytes at once, and values of any type from within bytes. */
    private static boolean decodesOnMicrocontroller(Graph graph) {
        return graph.metadata("COMPRESSION_METADATA").isPresent()
                || graph.subgraphs().stream()
                        .flatMap(subgraph -> subgraph.operators().stream())
                        .anyMatch(operator -> operator.code().customCode().equals("TFLM_DECODE"));
    }

    private void add(Buffer buffer, int alignment) {
        numbers.putIfAbsent(buffer, numbers.size());
        alignments.merge(buffer, buffer.size() >= LARGE ? LARGE_ALIGNMENT : alignment, Math::max);
    }

    int number(Buffer buffer) {
        Integer number = numbers.get(buffer);
        if (number == null) {
            throw new IllegalArgumentException("The buffer does not belong to this graph");
        }
        return number;
    }

    /** All buffers in the order of their numbers, with their alignment in bytes. */
    Map<Buffer, Integer> alignments() {
        return alignments;
    }
}
