// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.inspect;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.file.GraphReader;
import io.espalier.lite.kernels.MultiplyAccumulates;
import io.espalier.lite.schema.table.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A model with the sizes of its parts in the file.
 *
 * @param name the file's name
 * @param modelBytes the size of the file
 */
public record Inspection(String name, long modelBytes, Graph graph) {
    public Inspection {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(graph, "graph");
    }

    /**
     * Reads a model file.
     *
     * @throws io.espalier.lite.file.LiteFormatException if it is not a TFLite model, or is damaged
     * @throws IOException if it cannot be read
     */
    public static Inspection read(Path path) throws IOException {
        Path fileName = path.getFileName();
        return new Inspection(
                fileName == null ? path.toString() : fileName.toString(), Files.size(path), GraphReader.read(path));
    }

    /** Bytes of all constants, each buffer counted once however many tensors share it. */
    public long weightBytes() {
        Set<Buffer> buffers = distinct();
        for (Subgraph subgraph : graph.subgraphs()) {
            subgraph.tensors().forEach(tensor -> buffers.add(tensor.buffer()));
        }
        return bytes(buffers);
    }

    /** Bytes of the constants that an operator reads. */
    public long weightBytes(Subgraph subgraph, Operator operator) {
        Set<Buffer> buffers = distinct();
        operator.inputs().stream()
                .filter(index -> index != Operator.ABSENT)
                .forEach(index -> buffers.add(subgraph.tensor(index).buffer()));
        return bytes(buffers);
    }

    /** Bytes of everything that lies in buffers: constants and metadata. */
    public long dataBytes() {
        return bytes(buffers());
    }

    /** Bytes of everything else: operators, tensors, names. */
    public long nonDataBytes() {
        return modelBytes - dataBytes();
    }

    /** Bytes of those buffers in which every byte is zero. */
    public long zeroBytes() {
        return buffers().stream()
                .filter(Inspection::isZero)
                .mapToLong(Buffer::size)
                .sum();
    }

    /**
     * Multiplications with addition that one run takes: products with weights, and of matrices. A dynamic size counts as 1; subgraphs
     * other than the main one are left out.
     */
    public long multiplyAccumulates() {
        return MultiplyAccumulates.of(graph.main());
    }

    /**
     * The options of an operator that are not as files leave them out: names of the schema, and values as people write them, in the schema's
     * order.
     */
    public Map<String, String> options(Operator operator) {
        Options options = operator.options();
        Map<String, String> texts = new LinkedHashMap<>();
        for (Field field : options.table().fields()) {
            if (!options.isDefault(field.name())) {
                texts.put(field.name(), OptionValues.text(options, field));
            }
        }
        return texts;
    }

    /** The text for people, in the TFLite Analyzer's grammar. */
    public String toText() {
        return new TextDump(this).text();
    }

    /** The same for programs. Field names stay as they are from version to version; new ones may come. */
    public ObjectNode toJson() {
        return new JsonDump(this).json();
    }

    /** The part of it that tells of metadata, and of files behind the model. */
    public ObjectNode metadataToJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new JsonDump(this).metadata(json);
        return json;
    }

    private Set<Buffer> buffers() {
        Set<Buffer> buffers = distinct();
        for (Subgraph subgraph : graph.subgraphs()) {
            for (Tensor tensor : subgraph.tensors()) {
                buffers.add(tensor.buffer());
            }
        }
        for (Metadata entry : graph.metadata()) {
            buffers.add(entry.buffer());
        }
        buffers.addAll(graph.metadataBuffers());
        return buffers;
    }

    // By identity: the reader makes one object for each buffer of the file, and two equal buffers take their bytes
    // twice.
    private static Set<Buffer> distinct() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static long bytes(Set<Buffer> buffers) {
        return buffers.stream().mapToLong(Buffer::size).sum();
    }

    private static boolean isZero(Buffer buffer) {
        for (int index = 0; index < buffer.size(); index++) {
            if (buffer.get(index) != 0) {
                return false;
            }
        }
        return true;
    }
}
