// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.base.EspalierVersion;
import io.espalier.base.Provenance;
import io.espalier.lite.Graph;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import io.espalier.model.tensor.Tensor;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tfjs.ModelJson;
import io.espalier.model.tfjs.StoredWeight;
import io.espalier.model.tfjs.WeightStorage;
import io.espalier.model.tfjs.WeightsWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a graph of TFLite as a graph model of TensorFlow.js 4: a folder with {@code model.json} and files of weights. Integer models become models in
 * float that round as the integers do.
 */
public final class GraphModelWriter {
    private GraphModelWriter() {}

    /**
     * Writes a graph model with the first signature of a graph.
     *
     * @param provenance where the model comes from; null if that is not known
     * @return how each weight of numbers was stored
     * @throws ModelException if operators have no equivalent (names all), or the storage cannot hold a weight
     * @throws IOException if a file cannot be written
     */
    public static List<StoredWeight> write(
            Graph graph, @Nullable Provenance provenance, WeightStorage storage, Path folder) throws IOException {
        ExportedGraph exported = TensorFlowExport.export(graph, Dialect.TFJS);
        Map<String, Tensor> reals = new LinkedHashMap<>();
        Map<String, ConstantTensor> others = new LinkedHashMap<>();
        exported.graph().nodes().forEach(node -> constant(node, reals, others));
        for (FunctionDef function : exported.graph().functions()) {
            function.nodes().forEach(node -> constant(node, reals, others));
        }
        WeightsWriter weights = WeightsWriter.of(reals, storage).withOthers(others);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("format", "graph-model").put("generatedBy", "Espalier " + EspalierVersion.current());
        json.put("convertedBy", "Espalier " + EspalierVersion.current());
        json.set(
                "signature",
                GraphJson.signature(exported.signatures().values().iterator().next()));
        json.set("modelTopology", GraphJson.graph(exported.graph()));
        json.set("weightsManifest", weights.manifest());
        ModelJson.putOrigin(json, provenance);
        ModelJson.write(folder, json, weights);
        return weights.weights();
    }

    private static void constant(NodeDef node, Map<String, Tensor> reals, Map<String, ConstantTensor> others) {
        node.attribute("value", AttrValue.Constant.class)
                .map(AttrValue.Constant::value)
                .ifPresent(tensor -> {
                    boolean isNew = tensor.type() == DataType.FLOAT
                            ? reals.put(node.name(), real(tensor)) == null
                            : others.put(node.name(), tensor) == null;
                    if (!isNew) {
                        throw new ModelException(
                                "two functions have a constant '" + node.name() + "', which TF.js confuses");
                    }
                });
    }

    private static Tensor real(ConstantTensor tensor) {
        int[] sizes =
                tensor.shape().dimensions().stream().mapToInt(Math::toIntExact).toArray();
        float[] values = new float[tensor.values().remaining() / Float.BYTES];
        tensor.values().asFloatBuffer().get(values);
        return Tensor.of(Shape.of(sizes), values);
    }
}
