// SPDX-License-Identifier: Apache-2.0
package io.espalier.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.onnx.OnnxModel;
import io.espalier.model.onnx.OnnxModel.OnnxGraph;
import io.espalier.model.onnx.OnnxModel.OnnxNode;
import io.espalier.model.onnx.OnnxModel.Value;
import io.espalier.model.onnx.OnnxType;
import io.espalier.model.tensorflow.TensorShape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code inspect} tells of an ONNX file.
 *
 * @param name of the file
 * @param bytes of the file
 */
record OnnxText(String name, long bytes, OnnxModel model) {
    /** For people. */
    String toText() {
        Map<String, Value> known = known(model.graph(), Map.of());
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.US,
                "%s: an ONNX file%s, form %d, operators of %s; %,d %s, %,d bytes, of which constants %,d",
                name,
                model.producer().isEmpty() ? "" : " of " + model.producer(),
                model.irVersion(),
                model.operatorSets().entrySet().stream()
                        .map(set -> set.getKey() + " " + set.getValue())
                        .collect(Collectors.joining(", ")),
                model.graph().nodes().size(),
                model.graph().nodes().size() == 1 ? "operator" : "operators",
                bytes,
                model.graph().constantBytes()));
        model.graph().inputs().forEach(value -> lines.add("Input   " + described(value.name(), known)));
        model.graph().outputs().forEach(value -> lines.add("Output  " + described(value.name(), known)));
        addOperators(model.graph(), known, "", lines);
        return String.join(System.lineSeparator(), lines);
    }

    /** A line for each operator, and below it those of the graphs that it runs. */
    private static void addOperators(OnnxGraph graph, Map<String, Value> known, String indent, List<String> lines) {
        for (int number = 0; number < graph.nodes().size(); number++) {
            OnnxNode node = graph.nodes().get(number);
            lines.add(String.format(
                    Locale.US,
                    "%sOp#%d %s(%s) -> %s%s",
                    indent,
                    number,
                    operator(node),
                    all(node.inputs(), known),
                    all(node.outputs(), known),
                    node.attributes().isEmpty()
                            ? ""
                            : "; "
                                    + node.attributes().entrySet().stream()
                                            .map(each -> each.getKey() + " " + each.getValue())
                                            .collect(Collectors.joining(", "))));
            node.graphs().forEach((name, inner) -> {
                lines.add(indent + "  " + name + ":");
                addOperators(inner, known(inner, known), indent + "    ", lines);
            });
        }
    }

    /** The same for programs. */
    ObjectNode toJson() {
        Map<String, Value> known = known(model.graph(), Map.of());
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("format", "onnx")
                .put("name", name)
                .put("bytes", bytes)
                .put("constantBytes", model.graph().constantBytes())
                .put("irVersion", model.irVersion())
                .put("producer", model.producer());
        ObjectNode sets = json.putObject("operatorSets");
        model.operatorSets().forEach(sets::put);
        model.graph().inputs().forEach(value -> add(json.withArray("/inputs"), value.name(), known));
        model.graph().outputs().forEach(value -> add(json.withArray("/outputs"), value.name(), known));
        addOperators(json.putArray("operators"), model.graph(), known);
        ObjectNode metadata = json.putObject("metadata");
        model.metadata().forEach(metadata::put);
        return json;
    }

    private static void addOperators(ArrayNode operators, OnnxGraph graph, Map<String, Value> known) {
        for (OnnxNode node : graph.nodes()) {
            ObjectNode entry =
                    operators.addObject().put("operator", operator(node)).put("name", node.name());
            ArrayNode inputs = entry.putArray("inputs");
            node.inputs().forEach(each -> add(inputs, each, known));
            ArrayNode outputs = entry.putArray("outputs");
            node.outputs().forEach(each -> add(outputs, each, known));
            ObjectNode attributes = entry.putObject("attributes");
            node.attributes().forEach(attributes::put);
            node.graphs()
                    .forEach((name, inner) -> addOperators(
                            entry.withObjectProperty("graphs").putArray(name), inner, known(inner, known)));
        }
    }

    /** Of a graph, and of those around it, whose values it sees. */
    private static Map<String, Value> known(OnnxGraph graph, Map<String, Value> around) {
        Map<String, Value> known = new HashMap<>(around);
        graph.values().forEach(value -> known.put(value.name(), value));
        graph.inputs().forEach(value -> known.put(value.name(), value));
        graph.outputs().forEach(value -> known.put(value.name(), value));
        graph.constants().forEach(each -> known.put(each.value().name(), each.value()));
        return known;
    }

    private static String operator(OnnxNode node) {
        return node.domain().isEmpty() ? node.operator() : node.domain() + "." + node.operator();
    }

    private static String all(List<String> names, Map<String, Value> known) {
        return names.stream()
                .map(each -> each.isEmpty() ? "-" : described(each, known))
                .collect(Collectors.joining(", "));
    }

    private static String described(String name, Map<String, Value> known) {
        @Nullable Value value = known.get(name);
        return value == null || value.type() == OnnxType.UNKNOWN
                ? name
                : name + " " + shape(value.shape()) + " " + value.type().text();
    }

    private static String shape(TensorShape shape) {
        if (!shape.isRankKnown()) {
            return "any shape";
        }
        return shape.dimensions().isEmpty()
                ? "scalar"
                : shape.dimensions().stream()
                        .map(size -> size < 0 ? "?" : Long.toString(size))
                        .collect(Collectors.joining("x"));
    }

    private static void add(ArrayNode list, String name, Map<String, Value> known) {
        ObjectNode entry = list.addObject().put("name", name);
        @Nullable Value value = known.get(name);
        if (value != null && value.type() != OnnxType.UNKNOWN) {
            entry.put("type", value.type().text());
            if (value.shape().isRankKnown()) {
                value.shape().dimensions().forEach(entry.putArray("shape")::add);
            }
        }
    }
}
