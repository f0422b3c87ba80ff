// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.base.internal.NearestName;
import io.espalier.model.ModelFormatException;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.ConstantTensor;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.FunctionDef.Argument;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.TensorShape;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads graphs as JSON, as protocol buffers map to it and TensorFlow.js takes it: numbers may be text, bytes are in base64, and the values of constants
 * are among the weights.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON</a>
 */
final class GraphJsonReader {
    private static final String TYPE_PREFIX = "DT_";

    private final Path file;
    private final Map<String, ConstantTensor> weights;
    private final Set<String> constants = new LinkedHashSet<>();

    GraphJsonReader(Path file, Map<String, ConstantTensor> weights) {
        this.file = file;
        this.weights = weights;
    }

    /** @throws ModelFormatException if it is damaged, or a weight is that of no constant; names it */
    GraphDef graph(JsonNode json) {
        List<FunctionDef> functions = new ArrayList<>();
        json.path("library").path("function").forEach(function -> functions.add(function(function)));
        List<NodeDef> nodes = nodes(json.path("node"));
        for (String weight : weights.keySet()) {
            if (!constants.contains(weight)) {
                List<String> open = constants.stream()
                        .filter(constant -> !weights.containsKey(constant))
                        .toList();
                throw new ModelFormatException(
                        file,
                        "weight '" + weight + "' of the manifest is the value of no constant in the graph"
                                + NearestName.suggestion(weight, open));
            }
        }
        return new GraphDef(nodes, functions, (int) whole(json.path("versions").path("producer")));
    }

    private FunctionDef function(JsonNode json) {
        JsonNode signature = json.path("signature");
        Map<String, String> returns = new LinkedHashMap<>();
        json.path("ret")
                .properties()
                .forEach(entry -> returns.put(entry.getKey(), entry.getValue().asText()));
        return new FunctionDef(
                signature.path("name").asText(),
                arguments(signature.path("inputArg")),
                arguments(signature.path("outputArg")),
                nodes(json.path("nodeDef")),
                returns);
    }

    private List<Argument> arguments(JsonNode json) {
        List<Argument> arguments = new ArrayList<>();
        json.forEach(
                argument -> arguments.add(new Argument(argument.path("name").asText(), type(argument.path("type")))));
        return arguments;
    }

    private List<NodeDef> nodes(JsonNode json) {
        List<NodeDef> nodes = new ArrayList<>();
        json.forEach(node -> nodes.add(node(node)));
        return nodes;
    }

    private NodeDef node(JsonNode json) {
        String name = json.path("name").asText();
        List<String> inputs = new ArrayList<>();
        json.path("input").forEach(input -> inputs.add(input.asText()));
        Map<String, AttrValue> attributes = new LinkedHashMap<>();
        json.path("attr")
                .properties()
                .forEach(entry -> attributes.put(entry.getKey(), attribute(name, entry.getValue())));
        if (json.path("op").asText().equals("Const")) {
            constants.add(name);
            Optional.ofNullable(weights.get(name))
                    .ifPresent(weight -> attributes.put("value", new AttrValue.Constant(weight)));
        }
        return new NodeDef(name, json.path("op").asText(), inputs, attributes);
    }

    private AttrValue attribute(String node, JsonNode json) {
        Optional<Map.Entry<String, JsonNode>> field = json.properties().stream().findFirst();
        if (field.isEmpty()) {
            return new AttrValue.Nothing();
        }
        JsonNode value = field.get().getValue();
        return switch (field.get().getKey()) {
            case "list" -> list(node, value);
            case "tensor" -> new AttrValue.Nothing();
            case "func" -> function(node, value);
            case "placeholder" -> new AttrValue.Placeholder(value.asText());
            default -> single(node, field.get().getKey(), value);
        };
    }

    private AttrValue single(String node, String kind, JsonNode value) {
        return switch (kind) {
            case "s" -> bytes(node, value);
            case "i" -> new AttrValue.Whole(whole(value));
            case "f" -> new AttrValue.Real(value.isTextual() ? Float.parseFloat(value.asText()) : value.floatValue());
            case "b" -> new AttrValue.Flag(value.asBoolean());
            case "type" -> new AttrValue.Type(type(value));
            case "shape" -> new AttrValue.Shaped(shape(value));
            default ->
                throw new ModelFormatException(
                        file, "node '" + node + "' has an attribute of kind '" + kind + "', which no graph has");
        };
    }

    private AttrValue list(String node, JsonNode json) {
        List<AttrValue> items = new ArrayList<>();
        json.properties()
                .forEach(entry -> entry.getValue().forEach(value -> items.add(single(node, entry.getKey(), value))));
        return new AttrValue.Items(items);
    }

    private AttrValue function(String node, JsonNode json) {
        Map<String, AttrValue> attributes = new LinkedHashMap<>();
        json.path("attr")
                .properties()
                .forEach(entry -> attributes.put(entry.getKey(), attribute(node, entry.getValue())));
        return new AttrValue.Function(json.path("name").asText(), attributes);
    }

    private AttrValue bytes(String node, JsonNode value) {
        try {
            return new AttrValue.Bytes(ByteBuffer.wrap(Base64.getDecoder().decode(value.asText())));
        } catch (IllegalArgumentException e) {
            throw new ModelFormatException(file, "node '" + node + "' has text that is not base64: " + value, e);
        }
    }

    private long whole(JsonNode value) {
        try {
            return value.isTextual() ? Long.parseLong(value.asText()) : value.asLong();
        } catch (NumberFormatException e) {
            throw new ModelFormatException(file, value + " stands where a whole number should", e);
        }
    }

    private DataType type(JsonNode value) {
        if (value.isNumber()) {
            return DataType.of(value.asInt());
        }
        String name = value.asText();
        for (DataType type : DataType.values()) {
            if (name.equals(TYPE_PREFIX + type.name())) {
                return type;
            }
        }
        return DataType.UNKNOWN;
    }

    private TensorShape shape(JsonNode json) {
        if (json.path("unknownRank").asBoolean()) {
            return TensorShape.UNKNOWN;
        }
        List<Long> sizes = new ArrayList<>();
        json.path("dim").forEach(size -> sizes.add(Math.max(whole(size.path("size")), -1)));
        return new TensorShape(true, sizes);
    }

    /** The tensors of one side of a signature. */
    Map<String, TensorInfo> tensors(JsonNode json) {
        Map<String, TensorInfo> tensors = new LinkedHashMap<>();
        json.properties().forEach(entry -> {
            JsonNode tensor = entry.getValue();
            tensors.put(
                    entry.getKey(),
                    new TensorInfo(
                            tensor.path("name").asText(),
                            type(tensor.path("dtype")),
                            shape(tensor.path("tensorShape"))));
        });
        return tensors;
    }
}
