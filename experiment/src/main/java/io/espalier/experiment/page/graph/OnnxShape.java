// SPDX-License-Identifier: Apache-2.0
package io.espalier.experiment.page.graph;

import io.espalier.lite.Buffer;
import io.espalier.lite.Graph;
import io.espalier.lite.Ints;
import io.espalier.lite.Operator;
import io.espalier.lite.OperatorCode;
import io.espalier.lite.Options;
import io.espalier.lite.Subgraph;
import io.espalier.lite.Tensor;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

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
        return new Graph(model.producer(), List.of(new OnnxShape(model.graph()).subgraph()), List.of(), List.of());
    }

    private Subgraph subgraph() {
        for (Constant constant : graph.constants()) {
            Tensor tensor = tensor(constant.value());
            // What lies in another file has no bytes here.
            add(constant.value().name(), tensor.withBuffer(Buffer.view(constant.bytes())));
        }
        for (List<Value> known : List.of(graph.inputs(), graph.outputs(), graph.values())) {
            known.forEach(value -> add(value.name(), tensor(value)));
        }
        List<Operator> operators = graph.nodes().stream().map(this::operator).toList();
        List<String> constants =
                graph.constants().stream().map(each -> each.value().name()).toList();
        // Old files list the constants among the inputs.
        int[] inputs = graph.inputs().stream()
                .map(Value::name)
                .filter(name -> !constants.contains(name))
                .mapToInt(this::number)
                .toArray();
        int[] outputs =
                graph.outputs().stream().mapToInt(value -> number(value.name())).toArray();
        return new Subgraph(graph.name(), tensors, Ints.of(inputs), Ints.of(outputs), operators);
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
        Tensor tensor = Tensor.activation(value.name(), type(value.type()), Ints.of(shape));
        return shape.length == 0 && !value.shape().isRankKnown() ? tensor.withoutRankFlag() : tensor;
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
