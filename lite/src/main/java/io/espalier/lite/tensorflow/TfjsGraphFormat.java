// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.tensorflow.export.GraphModelWriter;
import io.espalier.model.ModelFormatException;
import io.espalier.model.format.ModelFormat;
import io.espalier.model.format.ModelSource;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.TensorShape;
import io.espalier.model.tfjs.ModelJson;
import io.espalier.model.tfjs.NamedWeight;
import io.espalier.model.tfjs.StoredTfjs;
import io.espalier.model.tfjs.WeightStorage;
import io.espalier.model.tfjs.WeightsFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Graph models of TensorFlow.js: a folder with {@code model.json}, which has a graph of TensorFlow, and files of weights. They are read by the folder or by
 * its model.json.
 */
public enum TfjsGraphFormat implements ModelFormat<Graph> {
    /** The only one. */
    TFJS_GRAPH;

    private static final String FORMAT = "graph-model";

    @Override
    public String id() {
        return "tfjs-graph";
    }

    @Override
    public String extension() {
        return "";
    }

    @Override
    public String about() {
        return "Reads tensorflowjs 1 to 4; writes for TensorFlow.js 4.22. No text, no tables of words, no loops of TensorFlow 1.";
    }

    @Override
    public Set<Class<? extends Graph>> types() {
        return Set.of(Graph.class);
    }

    @Override
    public Set<Feature> features() {
        return EnumSet.of(Feature.WEIGHTS, Feature.PROVENANCE);
    }

    @Override
    public boolean isWritten() {
        return true;
    }

    @Override
    public boolean claims(String name) {
        return false;
    }

    @Override
    public boolean recognizes(ModelSource source) {
        return ModelJson.format(source).filter(FORMAT::equals).isPresent();
    }

    @Override
    public StoredModel<Graph> read(ModelSource source, ReadOptions options) throws IOException {
        Path file = ModelJson.file(source);
        JsonNode json = ModelJson.read(file);
        if (!json.path("modelTopology").path("node").isArray()) {
            throw new ModelFormatException(file, "has no nodes in 'modelTopology': no graph model");
        }
        if (!json.path("modelInitializer").path("node").isEmpty()) {
            throw new ModelFormatException(
                    file, "fills tables before it runs (modelInitializer), which is not supported");
        }
        Map<String, ConstantTensor> weights = new LinkedHashMap<>();
        for (NamedWeight weight : WeightsFolder.read(file, json.path(ModelJson.MANIFEST))) {
            constant(weight).ifPresent(tensor -> weights.put(weight.name(), tensor));
        }
        GraphJsonReader reader = new GraphJsonReader(file, weights);
        try {
            GraphDef graph = reader.graph(json.path("modelTopology"));
            JsonNode stated = json.path("signature").isObject()
                    ? json.path("signature")
                    : json.path(ModelJson.METADATA).path("signature");
            SignatureDef signature =
                    stated.path("inputs").isEmpty() || !options.inputs().isEmpty()
                            ? FrozenGraphFormat.signature(graph, options)
                            : new SignatureDef(
                                    reader.tensors(stated.path("inputs")), reader.tensors(stated.path("outputs")), "");
            Graph lowered = TensorFlowLowering.lower(
                    graph,
                    Variables.NONE,
                    Map.of("serving_default", SignatureShapes.fixed(signature, options.inputShape())));
            return new StoredTfjs<>(file, lowered, ModelJson.origin(json), List.of());
        } catch (LoweringException e) {
            throw new ModelFormatException(file, e.getMessage(), e);
        }
    }

    /** A weight as a tensor of TensorFlow; empty for text, which no operator that is converted takes. */
    private static Optional<ConstantTensor> constant(NamedWeight weight) {
        TensorShape shape = TensorShape.of(weight.shape().dimensions().stream()
                .mapToLong(Integer::longValue)
                .toArray());
        return switch (weight.type()) {
            case "float32" -> {
                Tensor values = weight.floats();
                ByteBuffer bytes = buffer(Float.BYTES * values.shape().elements());
                bytes.asFloatBuffer().put(values.toArray());
                yield Optional.of(ConstantTensor.of(DataType.FLOAT, shape, bytes));
            }
            case "int32" -> {
                int[] values = weight.integers();
                ByteBuffer bytes = buffer(Integer.BYTES * values.length);
                bytes.asIntBuffer().put(values);
                yield Optional.of(ConstantTensor.of(DataType.INT32, shape, bytes));
            }
            case "bool" -> {
                ByteBuffer bytes = buffer(weight.shape().elements());
                for (int value : weight.integers()) {
                    bytes.put((byte) value);
                }
                yield Optional.of(ConstantTensor.of(DataType.BOOL, shape, bytes.flip()));
            }
            default -> Optional.empty();
        };
    }

    private static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void write(Graph graph, @Nullable Provenance provenance, Path folder) throws IOException {
        GraphModelWriter.write(graph, provenance, WeightStorage.FLOAT32, folder);
    }
}
