// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Quantization;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
import io.espalier.lite.Tensor.TrainedValues;
import io.espalier.lite.schema.TensorType;
import io.espalier.model.onnx.OnnxModel;
import io.espalier.model.onnx.OnnxModel.Constant;
import io.espalier.model.onnx.OnnxModel.OnnxGraph;
import io.espalier.model.onnx.OnnxModel.OnnxNode;
import io.espalier.model.onnx.OnnxModel.Value;
import io.espalier.model.onnx.OnnxType;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * The graph of an ONNX file in the shape that is drawn: values by number, each operator a custom one of its name, with its attributes as text. Nothing
 * can run it.
 */
final class OnnxShape {
    private final OnnxGraph graph;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<Tensor> tensors = new ArrayList<>();

    private OnnxShape(OnnxGraph graph) {
        this.graph = graph;
    }

    static Graph of(OnnxModel model) {
        List<Subgraph> all = new ArrayList<>();
        add(model.graph(), model.graph().name(), all);
        return new Graph(model.producer(), all, List.of(), List.of());
    }

    /** A graph, and behind it those that its operators run. */
    private static void add(OnnxGraph graph, String name, List<Subgraph> all) {
        boolean isInner = !all.isEmpty();
        all.add(new OnnxShape(graph).subgraph(name, isInner));
        for (int number = 0; number < graph.nodes().size(); number++) {
            OnnxNode node = graph.nodes().get(number);
            for (Map.Entry<String, OnnxGraph> inner : node.graphs().entrySet()) {
                add(inner.getValue(), inner.getKey() + " of Op#" + number + " " + node.operator(), all);
            }
        }
    }

    private Subgraph subgraph(String name, boolean isInner) {
        for (Constant constant : graph.constants()) {
            Tensor tensor = tensor(constant.value());
            // What lies in another file has no bytes here.
            add(constant.value().name(), tensor.withBuffer(Buffer.view(constant.bytes())));
        }
        for (List<Value> known : List.of(graph.inputs(), graph.outputs(), graph.values())) {
            known.forEach(value -> add(value.name(), tensor(value)));
        }
        List<Operator> operators = graph.nodes().stream().map(this::operator).toList();
        Set<String> constants =
                graph.constants().stream().map(each -> each.value().name()).collect(Collectors.toSet());
        // Old files list the constants among the inputs.
        Set<String> given = graph.inputs().stream()
                .map(Value::name)
                .filter(each -> !constants.contains(each))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (isInner) {
            given.addAll(around(constants));
        }
        int[] inputs = given.stream().mapToInt(this::number).toArray();
        int[] outputs =
                graph.outputs().stream().mapToInt(value -> number(value.name())).toArray();
        return new Subgraph(name, tensors, Ints.of(inputs), Ints.of(outputs), operators);
    }

    /** The values of the graph around this one that it reads. */
    private Set<String> around(Set<String> constants) {
        Set<String> known = new HashSet<>(constants);
        Set<String> around = new LinkedHashSet<>();
        for (OnnxNode node : graph.nodes()) {
            node.inputs().stream()
                    .filter(name -> !name.isEmpty() && !known.contains(name))
                    .forEach(around::add);
            known.addAll(node.outputs());
        }
        return around;
    }

    private Operator operator(OnnxNode node) {
        String name = node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
        StringJoiner attributes = new StringJoiner(", ");
        node.attributes().forEach((key, value) -> attributes.add(key + " " + value));
        if (!node.name().isEmpty()) {
            attributes.add("name \"" + node.name() + '"');
        }
        return new Operator(
                OperatorCode.custom(name),
                Ints.of(node.inputs().stream().mapToInt(this::number).toArray()),
                Ints.of(node.outputs().stream().mapToInt(this::number).toArray()),
                Options.NONE,
                Buffer.ofBytes(attributes.toString().getBytes(StandardCharsets.UTF_8)),
                List.of(),
                Ints.EMPTY,
                -1);
    }

    private int number(String name) {
        if (name.isEmpty()) {
            return Operator.ABSENT;
        }
        add(name, tensor(new Value(name, OnnxType.UNKNOWN, TensorShape.UNKNOWN)));
        return numbers.getOrDefault(name, Operator.ABSENT);
    }

    private void add(String name, Tensor tensor) {
        if (numbers.putIfAbsent(name, tensors.size()) == null) {
            tensors.add(tensor);
        }
    }

    private static Tensor tensor(Value value) {
        int[] shape = value.shape().dimensions().stream()
                .mapToInt(size -> size > Integer.MAX_VALUE ? -1 : size.intValue())
                .toArray();
        return value.shape().isRankKnown()
                ? Tensor.activation(value.name(), type(value.type()), Ints.of(shape))
                : ofAnyShape(value);
    }

    private static Tensor ofAnyShape(Value value) {
        return new Tensor(
                value.name(),
                type(value.type()),
                Ints.EMPTY,
                Ints.EMPTY,
                Buffer.EMPTY,
                Quantization.NONE,
                Optional.empty(),
                false,
                false,
                List.of(),
                0,
                TrainedValues.NONE);
    }

    private static TensorType type(OnnxType type) {
        for (TensorType each : TensorType.values()) {
            if (each.name().equals(type.name())) {
                return each;
            }
        }
        return TensorType.VARIANT;
    }
}
