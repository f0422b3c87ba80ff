// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.file;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.ExternalBuffer;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Subgraph;
import io.espalier.lite.schema.BuiltinOperator;
import java.util.List;

/** From the Model table to the graph. */
final class GraphDecoder {

    /** The one version of the schema that there is. */
    private static final int VERSION = 3;

    private final FlatTable model;
    private final Buffer associatedFiles;
    private final List<Buffer> buffers;
    private final TensorDecoder tensors;
    private final OperatorDecoder operators;

    GraphDecoder(FlatTable model, Buffer associatedFiles) {
        this.associatedFiles = associatedFiles;
        this.model = model;
        if (model.uint32(Slots.Model.VERSION, 0) != VERSION) {
            throw model.problem("the schema version is " + model.uint32(Slots.Model.VERSION, 0) + ", but only version "
                    + VERSION + " is supported; convert the model again");
        }
        this.buffers = model.tables(Slots.Model.BUFFERS, "Buffer", Slots.Buffer.COUNT, GraphDecoder::buffer);
        this.tensors = new TensorDecoder(this::buffer);
        this.operators = new OperatorDecoder(model.tables(
                Slots.Model.OPERATOR_CODES, "OperatorCode", Slots.OperatorCode.COUNT, GraphDecoder::operatorCode));
    }

    Graph graph() {
        return new Graph(
                model.string(Slots.Model.DESCRIPTION),
                model.tables(Slots.Model.SUBGRAPHS, "SubGraph", Slots.SubGraph.COUNT, this::subgraph),
                model.tables(
                        Slots.Model.SIGNATURE_DEFS, "SignatureDef", Slots.SignatureDef.COUNT, GraphDecoder::signature),
                model.tables(Slots.Model.METADATA, "Metadata", Slots.Metadata.COUNT, this::metadata),
                model.ints(Slots.Model.METADATA_BUFFER).stream()
                        .mapToObj(index -> buffer(model, index))
                        .toList(),
                model.tables(
                        Slots.Model.EXTERNAL_BUFFER_GROUPS,
                        "ExternalBufferGroup",
                        Slots.ExternalBufferGroup.COUNT,
                        group -> group.string(Slots.ExternalBufferGroup.NAME)),
                model.tables(
                        Slots.Model.EXTERNAL_BUFFERS,
                        "ExternalBuffer",
                        Slots.ExternalBuffer.COUNT,
                        GraphDecoder::externalBuffer),
                associatedFiles);
    }

    private Subgraph subgraph(FlatTable table) {
        return new Subgraph(
                table.string(Slots.SubGraph.NAME),
                table.tables(Slots.SubGraph.TENSORS, "Tensor", Slots.Tensor.COUNT, tensors::tensor),
                table.ints(Slots.SubGraph.INPUTS),
                table.ints(Slots.SubGraph.OUTPUTS),
                table.tables(Slots.SubGraph.OPERATORS, "Operator", Slots.Operator.COUNT, operators::operator),
                table.int32(Slots.SubGraph.DEBUG_METADATA_INDEX, -1));
    }

    private static OperatorCode operatorCode(FlatTable table) {
        // Codes beyond a byte are in the newer field alone; files before 2020 have only the older one.
        int code = Math.max(
                table.int8(Slots.OperatorCode.DEPRECATED_BUILTIN_CODE, 0),
                table.int32(Slots.OperatorCode.BUILTIN_CODE, 0));
        BuiltinOperator builtin = BuiltinOperator.ofCode(code)
                .orElseThrow(() ->
                        table.problem("builtin operator " + code + " is not supported by this version of Espalier"));
        return new OperatorCode(
                builtin, table.string(Slots.OperatorCode.CUSTOM_CODE), table.int32(Slots.OperatorCode.VERSION, 1));
    }

    private static Buffer buffer(FlatTable table) {
        Buffer data = table.bytes(Slots.Buffer.DATA);
        long offset = table.int64(Slots.Buffer.OFFSET, 0);
        long size = table.int64(Slots.Buffer.SIZE, 0);
        // Converters write offset 1 and size 1 as a mark for data to be placed later.
        return data.isEmpty() && offset > 1 ? table.region(offset, size) : data;
    }

    private Metadata metadata(FlatTable table) {
        return new Metadata(table.string(Slots.Metadata.NAME), buffer(table, table.uint32(Slots.Metadata.BUFFER, 0)));
    }

    private static Signature signature(FlatTable table) {
        return new Signature(
                table.string(Slots.SignatureDef.SIGNATURE_KEY),
                namedTensors(table, Slots.SignatureDef.INPUTS),
                namedTensors(table, Slots.SignatureDef.OUTPUTS),
                table.int32(Slots.SignatureDef.SUBGRAPH_INDEX, 0),
                table.string(Slots.SignatureDef.DEPRECATED_TAG));
    }

    private static List<NamedTensor> namedTensors(FlatTable signature, int slot) {
        return signature.tables(
                slot,
                "TensorMap",
                Slots.TensorMap.COUNT,
                entry -> new NamedTensor(
                        entry.string(Slots.TensorMap.NAME), entry.int32(Slots.TensorMap.TENSOR_INDEX, 0)));
    }

    private static ExternalBuffer externalBuffer(FlatTable table) {
        return new ExternalBuffer(
                table.uint32(Slots.ExternalBuffer.ID, 0),
                table.uint32(Slots.ExternalBuffer.GROUP, 0),
                table.int64(Slots.ExternalBuffer.OFFSET, 0),
                table.int64(Slots.ExternalBuffer.LENGTH, 0),
                table.string(Slots.ExternalBuffer.PACKING));
    }

    private Buffer buffer(FlatTable user, long index) {
        if (index < 0 || index >= buffers.size()) {
            throw user.problem("it refers to buffer " + index + ", but the file has " + buffers.size() + " buffers");
        }
        return buffers.get((int) index);
    }
}
