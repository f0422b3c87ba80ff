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
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The graph of an ONNX file in the shape that is drawn: values by number, each operator a custom one of its name, with its attributes as text. Nothing
 * can run it.
 */
final class OnnxShape {
    private final OnnxGraph graph;
    private final Scope around;
    private final Map<String, Integer> numbers = new LinkedHashMap<>();
    private final List<Tensor> tensors = new ArrayList<>();

    /**
     * What a graph sees.
     *
     * @param tensors by their names
     * @param constants the names of those that are constants
     */
    private record Scope(Map<String, Tensor> tensors, Set<String> constants) {
        static final Scope NONE = new Scope(Map.of(), Set.of());
    }

    private OnnxShape(OnnxGraph graph, Scope around) {
        this.graph = graph;
        this.around = around;
    }

    static Graph of(OnnxModel model) {
        List<Subgraph> all = new ArrayList<>();
        add(model.graph(), model.graph().name(), Scope.NONE, all);
        return new Graph(model.producer(), all, List.of(), List.of());
    }

    /** A graph, and behind it those that its operators run. */
    private static void add(OnnxGraph graph, String name, Scope around, List<Subgraph> all) {
        OnnxShape shape = new OnnxShape(graph, around);
        all.add(shape.subgraph(name));
        Scope here = shape.scope();
        for (int number = 0; number < graph.nodes().size(); number++) {
            OnnxNode node = graph.nodes().get(number);
            for (Map.Entry<String, OnnxGraph> inner : node.graphs().entrySet()) {
                add(inner.getValue(), inner.getKey() + " of Op#" + number + " " + node.operator(), here, all);
            }
        }
    }

    private Subgraph subgraph(String name) {
        for (Constant constant : graph.constants()) {
            add(constant.value().name(), tensor(constant));
        }
        for (OnnxNode node : graph.nodes()) {
            if (node.operator().equals("Constant") && node.constants().size() == 1) {
                Tensor value = tensor(node.constants().get(0));
                node.outputs().forEach(output -> add(output, value.withName(output)));
            }
        }
        for (List<Value> known : List.of(graph.inputs(), graph.outputs(), graph.values())) {
            known.forEach(value -> add(value.name(), tensor(value)));
        }
        // What is read of the graph around has the type, and the bytes, that it has there.
        Set<String> read = around.equals(Scope.NONE) ? Set.of() : OnnxReads.ofGraph(graph);
        read.forEach(each -> Optional.ofNullable(around.tensors().get(each)).ifPresent(known -> add(each, known)));
        List<Operator> operators = graph.nodes().stream().map(this::operator).toList();
        Set<String> constants = constants();
        // Old files list the constants among the inputs.
        Set<String> given = Stream.concat(graph.inputs().stream().map(Value::name), read.stream())
                .filter(each -> !constants.contains(each))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        int[] inputs = given.stream().mapToInt(this::number).toArray();
        int[] outputs =
                graph.outputs().stream().mapToInt(value -> number(value.name())).toArray();
        return new Subgraph(name, tensors, Ints.of(inputs), Ints.of(outputs), operators);
    }

    private Set<String> constants() {
        Set<String> constants = new HashSet<>(around.constants());
        graph.inputs().forEach(input -> constants.remove(input.name()));
        graph.constants().forEach(each -> constants.add(each.value().name()));
        return constants;
    }

    private Scope scope() {
        Map<String, Tensor> all = new HashMap<>(around.tensors());
        numbers.forEach((name, number) -> all.put(name, tensors.get(number)));
        return new Scope(all, constants());
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
                Ints.of(OnnxReads.ofNode(node).stream().mapToInt(this::number).toArray()),
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

    private static Tensor tensor(Constant constant) {
        // What lies in another file has no bytes here.
        return tensor(constant.value()).withBuffer(Buffer.view(constant.bytes()));
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
