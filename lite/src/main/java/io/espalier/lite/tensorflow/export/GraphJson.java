// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.tensorflow.AttrValue;
import io.espalier.model.tensorflow.DataType;
import io.espalier.model.tensorflow.FunctionDef;
import io.espalier.model.tensorflow.GraphDef;
import io.espalier.model.tensorflow.MetaGraph.SignatureDef;
import io.espalier.model.tensorflow.MetaGraph.TensorInfo;
import io.espalier.model.tensorflow.NodeDef;
import io.espalier.model.tensorflow.TensorShape;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Graphs as JSON, as protocol buffers map to it: whole numbers of 64 bits are text, bytes are in base64. The values of constants are left out: TF.js
 * has them among the weights.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON</a>
 */
final class GraphJson {
    private GraphJson() {}

    static ObjectNode graph(GraphDef graph) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        nodes(json.putArray("node"), graph.nodes());
        ArrayNode functions = json.putObject("library").putArray("function");
        graph.functions().forEach(function -> function(functions.addObject(), function));
        json.putObject("versions").put("producer", graph.producer());
        return json;
    }

    private static void function(ObjectNode json, FunctionDef function) {
        ObjectNode signature = json.putObject("signature").put("name", function.name());
        arguments(signature.putArray("inputArg"), function.inputs());
        arguments(signature.putArray("outputArg"), function.outputs());
        nodes(json.putArray("nodeDef"), function.nodes());
        ObjectNode returns = json.putObject("ret");
        function.returns().forEach(returns::put);
    }

    private static void arguments(ArrayNode json, List<FunctionDef.Argument> arguments) {
        arguments.forEach(
                argument -> json.addObject().put("name", argument.name()).put("type", type(argument.type())));
    }

    private static void nodes(ArrayNode json, List<NodeDef> nodes) {
        for (NodeDef node : nodes) {
            ObjectNode entry = json.addObject().put("name", node.name()).put("op", node.op());
            if (!node.inputs().isEmpty()) {
                ArrayNode inputs = entry.putArray("input");
                node.inputs().forEach(inputs::add);
            }
            ObjectNode attributes = entry.putObject("attr");
            node.attributes().forEach((key, value) -> attribute(attributes.putObject(key), value));
        }
    }

    private static void attribute(ObjectNode json, AttrValue value) {
        if (value instanceof AttrValue.Items items) {
            list(json.putObject("list"), items.values());
        } else if (value instanceof AttrValue.Bytes bytes) {
            json.put("s", base64(bytes));
        } else if (value instanceof AttrValue.Whole whole) {
            json.put("i", String.valueOf(whole.value()));
        } else if (value instanceof AttrValue.Real real) {
            json.put("f", real.value());
        } else if (value instanceof AttrValue.Flag flag) {
            json.put("b", flag.value());
        } else if (value instanceof AttrValue.Type type) {
            json.put("type", type(type.value()));
        } else if (value instanceof AttrValue.Shaped shaped) {
            shape(json.putObject("shape"), shaped.value());
        } else if (value instanceof AttrValue.Constant constant) {
            ObjectNode tensor =
                    json.putObject("tensor").put("dtype", type(constant.value().type()));
            shape(tensor.putObject("tensorShape"), constant.value().shape());
        } else if (value instanceof AttrValue.Function function) {
            function(json.putObject("func"), function);
        } else {
            throw new IllegalArgumentException("no node that is written has an attribute " + value);
        }
    }

    private static void list(ObjectNode json, List<AttrValue> values) {
        for (AttrValue value : values) {
            if (value instanceof AttrValue.Whole whole) {
                json.withArray("i").add(String.valueOf(whole.value()));
            } else if (value instanceof AttrValue.Type type) {
                json.withArray("type").add(type(type.value()));
            } else if (value instanceof AttrValue.Shaped shaped) {
                shape(json.withArray("shape").addObject(), shaped.value());
            } else {
                throw new IllegalArgumentException("no node that is written has a list of " + value);
            }
        }
    }

    private static void function(ObjectNode json, AttrValue.Function function) {
        json.put("name", function.name());
        ObjectNode attributes = json.putObject("attr");
        function.attributes().forEach((key, value) -> attribute(attributes.putObject(key), value));
    }

    private static String base64(AttrValue.Bytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.copy());
    }

    private static String type(DataType type) {
        return "DT_" + type.name();
    }

    private static void shape(ObjectNode json, TensorShape shape) {
        if (!shape.isRankKnown()) {
            json.put("unknownRank", true);
            return;
        }
        ArrayNode sizes = json.putArray("dim");
        shape.dimensions().forEach(size -> sizes.addObject().put("size", String.valueOf(size)));
    }

    static ObjectNode signature(SignatureDef signature) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        tensors(json.putObject("inputs"), signature.inputs());
        tensors(json.putObject("outputs"), signature.outputs());
        return json;
    }

    private static void tensors(ObjectNode json, Map<String, TensorInfo> tensors) {
        tensors.forEach((name, tensor) -> {
            ObjectNode entry = json.putObject(name).put("name", tensor.name()).put("dtype", type(tensor.type()));
            shape(entry.putObject("tensorShape"), tensor.shape());
        });
    }
}
