// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.base.EspalierVersion;
import io.espalier.base.internal.NearestName;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Signature;
import io.espalier.lite.Signature.NamedTensor;
import io.espalier.lite.Subgraph;
import io.espalier.lite.lower.LoweringException;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** Lowers a graph of TensorFlow to a graph of TFLite. Each signature becomes a subgraph; the first is the main one. */
public final class TensorFlowLowering {
    private final GraphDef graph;
    private final Variables variables;
    private final GraphEvaluation.Unsupported unsupported = new GraphEvaluation.Unsupported();
    private final Map<String, FunctionDef> functions = new HashMap<>();

    private TensorFlowLowering(GraphDef graph, Variables variables) {
        this.graph = graph;
        this.variables = variables;
        graph.functions().forEach(function -> functions.put(function.name(), function));
    }

    /**
     * Lowers what signatures compute.
     *
     * @param signatures by their keys, in order; at least one
     * @throws LoweringException if a node cannot be converted: names it and says why, or names all operators that are not supported
     */
    public static Graph lower(GraphDef graph, Variables variables, Map<String, SignatureDef> signatures) {
        if (signatures.isEmpty()) {
            throw new LoweringException("the model has no signature, so it is not known what to feed and fetch");
        }
        return new TensorFlowLowering(graph, variables).lower(signatures);
    }

    /** The operators of TensorFlow that can be converted. */
    public static SortedSet<String> operators() {
        return TensorFlowOperators.names();
    }

    private Graph lower(Map<String, SignatureDef> signatures) {
        GraphEvaluation.Subgraphs called = new GraphEvaluation.Subgraphs(signatures.size());
        List<Subgraph> subgraphs = new ArrayList<>();
        List<Signature> lowered = new ArrayList<>();
        signatures.forEach((key, signature) -> {
            GraphEvaluation evaluation = new GraphEvaluation(functions, variables, called, unsupported);
            Lowered one = lower(evaluation, signature);
            lowered.add(new Signature(key, one.inputs(), one.outputs(), subgraphs.size()));
            subgraphs.add(evaluation
                    .assembly()
                    .build(subgraphs.isEmpty() ? "main" : key, indices(one.inputs()), indices(one.outputs())));
        });
        subgraphs.addAll(called.all());
        return new Graph("Espalier " + EspalierVersion.current(), subgraphs, lowered, List.of());
    }

    private record Lowered(List<NamedTensor> inputs, List<NamedTensor> outputs) {}

    private Lowered lower(GraphEvaluation evaluation, SignatureDef signature) {
        Map<String, Value> fed = new LinkedHashMap<>();
        List<NamedTensor> inputs = new ArrayList<>();
        signature.inputs().forEach((name, tensor) -> {
            Value.Computed input =
                    evaluation.assembly().input(inputName(tensor), type(name, tensor), shape(name, tensor));
            fed.put(tensor.name(), input);
            inputs.add(new NamedTensor(name, input.tensor()));
        });
        NodeScope scope = NodeScope.of(graph.nodes(), fed, evaluation);
        List<NamedTensor> outputs = new ArrayList<>();
        List<Value> values = scope.values(
                signature.outputs().values().stream().map(TensorInfo::name).toList());
        if (!unsupported.counts().isEmpty()) {
            throw new LoweringException(unsupportedOperators());
        }
        int place = 0;
        for (String name : signature.outputs().keySet()) {
            Value value = values.get(place++);
            int tensor = evaluation.assembly().tensor(value);
            boolean isTaken =
                    indices(inputs).contains(tensor) || indices(outputs).contains(tensor);
            Value own = isTaken || value instanceof Value.Known
                    ? ControlRules.copied(evaluation.assembly(), name, value)
                    : value;
            outputs.add(new NamedTensor(name, evaluation.assembly().tensor(own)));
        }
        return new Lowered(inputs, outputs);
    }

    private String unsupportedOperators() {
        return "TFLite has no equivalent of these operators, or Espalier does not know it: "
                + unsupported.counts().entrySet().stream()
                        .map(count -> count.getKey() + " (" + count.getValue() + ")"
                                + NearestName.suggestion(count.getKey(), TensorFlowOperators.names()))
                        .collect(Collectors.joining(", "));
    }

    private static String inputName(TensorInfo tensor) {
        return tensor.name().split(":", 2)[0];
    }

    private static DataType type(String name, TensorInfo tensor) {
        if (tensor.type() == DataType.STRING) {
            throw new LoweringException("the input '" + name + "' takes text; tables of words are not supported");
        }
        return tensor.type();
    }

    private static Ints shape(String name, TensorInfo tensor) {
        if (!tensor.shape().isRankKnown()) {
            throw new LoweringException("the input '" + name + "' has no known rank; say its shape");
        }
        return Dims.of(tensor.shape());
    }

    private static List<Integer> indices(List<NamedTensor> tensors) {
        return tensors.stream().map(NamedTensor::tensor).toList();
    }
}
