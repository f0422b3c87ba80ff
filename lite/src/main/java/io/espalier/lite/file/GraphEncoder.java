// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.ExternalBuffer;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Signature;
import io.espalier.lite.Subgraph;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the graph to the Model table. Parts are written from the end of the file to its start, so data come last in the file. */
final class GraphEncoder {

    private static final int VERSION = 3;

    /** Codes from here on do not fit the old field of a byte, which then holds this mark. */
    private static final int FIRST_CODE_BEYOND_A_BYTE = 127;

    private final Graph graph;
    private final FlatWriter writer;
    private final BufferPool buffers;
    private final @Nullable DataAfterTable after;
    private final List<OperatorCode> codes;

    /**
     * @param after takes large data; null where all data lie in the table
     */
    GraphEncoder(Graph graph, BufferPool buffers, int expectedSize, @Nullable DataAfterTable after) {
        this.graph = graph;
        this.buffers = buffers;
        this.after = after;
        this.writer = new FlatWriter(expectedSize);
        this.codes = graph.subgraphs().stream()
                .flatMap(subgraph -> subgraph.operators().stream())
                .map(Operator::code)
                .distinct()
                .toList();
    }

    ByteBuffer encode() {
        FlatFields model = new FlatFields()
                .int32(Slots.Model.VERSION, VERSION, 0)
                .offset(Slots.Model.BUFFERS, writer.requiredTables(bufferTables()))
                .offset(Slots.Model.SUBGRAPHS, writer.requiredTables(subgraphs()))
                .offset(
                        Slots.Model.OPERATOR_CODES,
                        writer.requiredTables(
                                codes.stream().map(this::operatorCode).toList()))
                .offset(Slots.Model.DESCRIPTION, writer.string(graph.description()))
                .offset(
                        Slots.Model.METADATA_BUFFER,
                        writer.ints(Ints.of(graph.metadataBuffers().stream()
                                .mapToInt(buffers::number)
                                .toArray())))
                .offset(
                        Slots.Model.METADATA,
                        writer.tables(
                                graph.metadata().stream().map(this::metadata).toList()))
                .offset(
                        Slots.Model.SIGNATURE_DEFS,
                        writer.tables(
                                graph.signatures().stream().map(this::signature).toList()))
                .offset(
                        Slots.Model.EXTERNAL_BUFFER_GROUPS,
                        writer.tables(graph.externalBufferGroups().stream()
                                .map(name -> writer.table(
                                        new FlatFields().offset(Slots.ExternalBufferGroup.NAME, writer.string(name))))
                                .toList()))
                .offset(
                        Slots.Model.EXTERNAL_BUFFERS,
                        writer.tables(graph.externalBuffers().stream()
                                .map(this::externalBuffer)
                                .toList()));
        return writer.finish(writer.table(model), Slots.IDENTIFIER);
    }

    private List<Integer> bufferTables() {
        List<Map.Entry<Buffer, Integer>> entries =
                new ArrayList<>(buffers.alignments().entrySet());
        // The last first, so that in the file the data follow each other in the order of use.
        Collections.reverse(entries);
        List<Integer> tables = new ArrayList<>();
        for (Map.Entry<Buffer, Integer> entry : entries) {
            tables.add(bufferTable(entry.getKey(), entry.getValue()));
        }
        Collections.reverse(tables);
        return tables;
    }

    private int bufferTable(Buffer buffer, int alignment) {
        FlatFields fields = new FlatFields();
        if (after != null && isAfterTable(buffer)) {
            fields.int64(Slots.Buffer.OFFSET, after.place(buffer), 0).int64(Slots.Buffer.SIZE, buffer.size(), 0);
        } else {
            fields.offset(Slots.Buffer.DATA, writer.bytes(buffer, alignment));
        }
        return writer.table(fields);
    }

    private List<Integer> subgraphs() {
        TensorEncoder tensors = new TensorEncoder(writer, buffers);
        OperatorEncoder operators = new OperatorEncoder(writer, codes, after);
        List<Integer> tables = new ArrayList<>();
        for (Subgraph subgraph : graph.subgraphs()) {
            tables.add(writer.table(new FlatFields()
                    .offset(
                            Slots.SubGraph.TENSORS,
                            writer.requiredTables(subgraph.tensors().stream()
                                    .map(tensors::tensor)
                                    .toList()))
                    .offset(Slots.SubGraph.INPUTS, writer.requiredInts(subgraph.inputs()))
                    .offset(Slots.SubGraph.OUTPUTS, writer.requiredInts(subgraph.outputs()))
                    .offset(
                            Slots.SubGraph.OPERATORS,
                            writer.requiredTables(subgraph.operators().stream()
                                    .map(operators::operator)
                                    .toList()))
                    .offset(Slots.SubGraph.NAME, writer.string(subgraph.name()))
                    .int32(Slots.SubGraph.DEBUG_METADATA_INDEX, subgraph.debugMetadataIndex(), -1)));
        }
        return tables;
    }

    private int operatorCode(OperatorCode code) {
        int number = code.builtin().code();
        return writer.table(new FlatFields()
                .int8(Slots.OperatorCode.DEPRECATED_BUILTIN_CODE, Math.min(number, FIRST_CODE_BEYOND_A_BYTE), 0)
                .int32(Slots.OperatorCode.BUILTIN_CODE, number, 0)
                .int32(Slots.OperatorCode.VERSION, code.version(), 1)
                .offset(Slots.OperatorCode.CUSTOM_CODE, writer.string(code.customCode())));
    }

    private int metadata(Metadata entry) {
        return writer.table(new FlatFields()
                .offset(Slots.Metadata.NAME, writer.string(entry.name()))
                .int32(Slots.Metadata.BUFFER, buffers.number(entry.buffer()), 0));
    }

    private int signature(Signature signature) {
        return writer.table(new FlatFields()
                .offset(Slots.SignatureDef.INPUTS, namedTensors(signature.inputs()))
                .offset(Slots.SignatureDef.OUTPUTS, namedTensors(signature.outputs()))
                .offset(Slots.SignatureDef.SIGNATURE_KEY, writer.string(signature.key()))
                .offset(Slots.SignatureDef.DEPRECATED_TAG, writer.string(signature.deprecatedTag()))
                .int32(Slots.SignatureDef.SUBGRAPH_INDEX, signature.subgraph(), 0));
    }

    private int namedTensors(List<Signature.NamedTensor> named) {
        return writer.requiredTables(named.stream()
                .map(entry -> writer.table(new FlatFields()
                        .offset(Slots.TensorMap.NAME, writer.string(entry.name()))
                        .int32(Slots.TensorMap.TENSOR_INDEX, entry.tensor(), 0)))
                .toList());
    }

    private int externalBuffer(ExternalBuffer buffer) {
        return writer.table(new FlatFields()
                .int32(Slots.ExternalBuffer.ID, buffer.id(), 0)
                .int32(Slots.ExternalBuffer.GROUP, buffer.group(), 0)
                .int64(Slots.ExternalBuffer.OFFSET, buffer.offset(), 0)
                .int64(Slots.ExternalBuffer.LENGTH, buffer.length(), 0)
                .offset(Slots.ExternalBuffer.PACKING, writer.string(buffer.packing())));
    }

    private boolean isAfterTable(Buffer buffer) {
        return buffer.size() >= BufferPool.LARGE;
    }
}
