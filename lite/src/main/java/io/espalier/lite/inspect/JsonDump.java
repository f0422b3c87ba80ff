// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.lite.Graph;
import io.espalier.lite.Graph.Metadata;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Quantization.Details;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Sparsity;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.kernels.MultiplyAccumulates;
import io.espalier.lite.schema.table.Field;
import io.espalier.lite.sparse.WeightValues;
import io.espalier.lite.targets.Finding;
import io.espalier.lite.targets.Target;
import io.espalier.lite.targets.Verdict;
import java.util.List;
import java.util.Locale;

/** The form for programs, which holds everything but the data. */
final class JsonDump {

    private final Inspection inspection;
    private final Graph graph;

    JsonDump(Inspection inspection) {
        this.inspection = inspection;
        this.graph = inspection.graph();
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("name", inspection.name());
        json.put("description", graph.description());
        json.putObject("bytes")
                .put("model", inspection.modelBytes())
                .put("nonData", inspection.nonDataBytes())
                .put("data", inspection.dataBytes())
                .put("zero", inspection.zeroBytes())
                .put("weights", inspection.weightBytes());
        json.put("multiplyAccumulates", inspection.multiplyAccumulates());
        ArrayNode targets = json.putArray("targets");
        for (Target target : Target.values()) {
            target(target, targets.addObject());
        }
        ArrayNode subgraphs = json.putArray("subgraphs");
        graph.subgraphs().forEach(subgraph -> subgraph(subgraph, subgraphs.addObject()));
        ArrayNode signatures = json.putArray("signatures");
        graph.signatures().forEach(signature -> signature(signature, signatures.addObject()));
        metadata(json);
        return json;
    }

    void metadata(ObjectNode json) {
        ArrayNode metadata = json.putArray("metadata");
        graph.metadata().forEach(entry -> metadata(entry, metadata.addObject()));
        if (graph.metadata(Metadata.DEPLOYMENT).isPresent()) {
            new DeploymentText(graph).addTo(json);
        }
    }

    private void target(Target target, ObjectNode json) {
        json.put("target", target.id());
        json.put("title", target.title());
        List<Finding> findings = target.findings(graph);
        json.put("verdict", Verdict.of(findings).name().toLowerCase(Locale.ROOT));
        ArrayNode list = json.putArray("findings");
        for (Finding finding : findings) {
            ObjectNode one = list.addObject();
            one.put("verdict", finding.verdict().name().toLowerCase(Locale.ROOT));
            one.put("subgraph", finding.subgraph());
            finding.operator().ifPresentOrElse(index -> one.put("operator", index), () -> one.putNull("operator"));
            one.put("reason", finding.reason());
            one.put("remedy", finding.remedy());
            finding.timeShare().ifPresentOrElse(share -> one.put("timeShare", share), () -> one.putNull("timeShare"));
        }
    }

    private void subgraph(Subgraph subgraph, ObjectNode json) {
        json.put("name", subgraph.name());
        indices(subgraph.inputs(), json.putArray("inputs"));
        indices(subgraph.outputs(), json.putArray("outputs"));
        ArrayNode operators = json.putArray("operators");
        subgraph.operators().forEach(operator -> operator(subgraph, operator, operators.addObject()));
        ArrayNode tensors = json.putArray("tensors");
        subgraph.tensors().forEach(tensor -> tensor(tensor, tensors.addObject()));
    }

    private void operator(Subgraph subgraph, Operator operator, ObjectNode json) {
        json.put("operator", operator.code().name());
        json.put("builtin", operator.code().builtin().name());
        json.put("version", operator.code().version());
        indices(operator.inputs(), json.putArray("inputs"));
        indices(operator.outputs(), json.putArray("outputs"));
        options(operator.options(), json.putObject("options"));
        if (!operator.customOptions().isEmpty()) {
            json.put("customOptionsBytes", operator.customOptions().size());
        }
        if (!operator.intermediates().isEmpty()) {
            indices(operator.intermediates(), json.putArray("intermediates"));
        }
        json.put("weightBytes", inspection.weightBytes(subgraph, operator));
        json.put("multiplyAccumulates", MultiplyAccumulates.of(subgraph, operator));
    }

    private static void options(Options options, ObjectNode json) {
        for (Field field : options.table().fields()) {
            String name = field.name();
            switch (field.kind()) {
                case BOOL -> json.put(name, options.flag(name));
                case FLOAT -> json.put(name, options.real(name));
                case BYTE, INT, UINT, LONG -> {
                    if (field.symbols().isEmpty()) {
                        json.put(name, options.longInteger(name));
                    } else {
                        json.put(name, OptionValues.text(options, field));
                    }
                }
                case STRING -> json.put(name, options.text(name));
                case BYTES -> json.put(name, options.bytes(name).toBytes());
                case BOOLS -> options.flags(name).forEach(json.putArray(name)::add);
                case INTS, UINTS -> indices(options.integers(name), json.putArray(name));
                case LONGS -> options.longs(name).stream().forEach(json.putArray(name)::add);
                case FLOATS -> {
                    ArrayNode values = json.putArray(name);
                    for (float value : options.reals(name).toArray()) {
                        values.add(value);
                    }
                }
            }
        }
    }

    private static void tensor(Tensor tensor, ObjectNode json) {
        json.put("name", tensor.name());
        json.put("type", tensor.type().name());
        indices(tensor.shape(), json.putArray("shape"));
        if (!tensor.shapeSignature().isEmpty()) {
            indices(tensor.shapeSignature(), json.putArray("shapeSignature"));
        }
        json.put("constant", tensor.isConstant());
        json.put("variable", tensor.isVariable());
        json.put("bytes", tensor.buffer().size());
        if (tensor.quantization().isPresent()) {
            quantization(tensor.quantization(), json.putObject("quantization"));
        }
        tensor.sparsity().ifPresent(sparsity -> sparsity(sparsity, json.putObject("sparsity")));
        WeightValues.of(tensor)
                .ifPresent(values -> json.putObject("values")
                        .put("elements", values.elements())
                        .put("zeros", values.zeros())
                        .put("sparsity", values.sparsity())
                        .put("distinct", values.distinct()));
    }

    private static void sparsity(Sparsity sparsity, ObjectNode json) {
        indices(sparsity.traversalOrder(), json.putArray("traversalOrder"));
        indices(sparsity.blockMap(), json.putArray("blockMap"));
        json.put("indexBytes", sparsity.indexBytes());
        ArrayNode dimensions = json.putArray("dimensions");
        for (Sparsity.Dimension dimension : sparsity.dimensions()) {
            if (dimension.compressed()) {
                dimensions
                        .addObject()
                        .put("format", "SPARSE_CSR")
                        .put(
                                "indices",
                                dimension
                                        .indices()
                                        .map(indices -> indices.values().size())
                                        .orElse(0));
            } else {
                dimensions.addObject().put("format", "DENSE").put("size", dimension.denseSize());
            }
        }
    }

    private static void quantization(Quantization quantization, ObjectNode json) {
        ArrayNode scales = json.putArray("scales");
        for (float scale : quantization.scales().toArray()) {
            scales.add(scale);
        }
        ArrayNode zeroPoints = json.putArray("zeroPoints");
        quantization.zeroPoints().stream().forEach(zeroPoints::add);
        json.put("quantizedDimension", quantization.quantizedDimension());
        if (quantization.details() instanceof Details.Blockwise blockwise) {
            json.putObject("blockwise")
                    .put("scales", blockwise.scales())
                    .put("zeroPoints", blockwise.zeroPoints())
                    .put("blockSize", blockwise.blockSize());
        }
    }

    private static void signature(Signature signature, ObjectNode json) {
        json.put("key", signature.key());
        json.put("subgraph", signature.subgraph());
        named(signature.inputs(), json.putArray("inputs"));
        named(signature.outputs(), json.putArray("outputs"));
    }

    private static void named(List<NamedTensor> tensors, ArrayNode json) {
        tensors.forEach(named -> json.addObject().put("name", named.name()).put("tensor", named.tensor()));
    }

    private static void metadata(Metadata entry, ObjectNode json) {
        json.put("name", entry.name());
        json.put("bytes", entry.buffer().size());
        MetadataText.of(entry).ifPresent(text -> json.put("text", text));
    }

    private static void indices(Ints indices, ArrayNode json) {
        indices.stream().forEach(json::add);
    }
}
