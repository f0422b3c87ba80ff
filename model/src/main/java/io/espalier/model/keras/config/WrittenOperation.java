// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.espalier.model.tensor.Tensor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * An operation as files have it; {@link OperationCalls} shows the forms. It is filled while it is made, and then written.
 *
 * <p>Operands come first in the call, by position. Settings are arguments by name in Keras 2, and stand in the settings of the class in Keras 3.
 */
public final class WrittenOperation {
    /** In the place of a class: Keras 3 has none, and {@link WritableModel} puts others in its place. */
    static final String NONE = "";

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String keras2;
    private final String keras3;
    private final List<Operand> operands = new ArrayList<>();
    private boolean takesList;
    private final ObjectNode arguments = JSON.objectNode();
    private final ObjectNode settings = JSON.objectNode();
    private final ObjectNode named = JSON.objectNode();

    /** A missing constant is a tensor. */
    private record Operand(String name, JsonNode ofKeras2, JsonNode ofKeras3) {
        boolean isTensor() {
            return ofKeras2.isMissingNode();
        }
    }

    private WrittenOperation(String keras2, String keras3) {
        this.keras2 = keras2;
        this.keras3 = keras3;
    }

    /**
     * An operation without operands.
     *
     * @param keras2 the function of TensorFlow
     * @param keras3 the class of Keras 3, behind its module
     */
    static WrittenOperation of(String keras2, String keras3) {
        return new WrittenOperation(keras2, keras3);
    }

    /** The next tensor. */
    WrittenOperation tensor(String name) {
        operands.add(new Operand(name, JSON.missingNode(), JSON.missingNode()));
        return this;
    }

    /** All tensors, as a list. */
    WrittenOperation tensors() {
        takesList = true;
        return this;
    }

    WrittenOperation constant(String name, Tensor value) {
        JsonNode listed = listed(value, 0, new int[1]);
        if (value.shape().rank() == 0) {
            return constant(name, listed, listed);
        }
        ObjectNode array = JSON.objectNode().put("class_name", "__numpy__");
        array.putObject("config").put("dtype", "float32").set("value", listed);
        return constant(name, listed, array);
    }

    /** What the versions write differently. */
    WrittenOperation constant(String name, JsonNode ofKeras2, JsonNode ofKeras3) {
        operands.add(new Operand(name, ofKeras2, ofKeras3));
        return this;
    }

    private static JsonNode listed(Tensor value, int axis, int[] next) {
        if (axis == value.shape().rank()) {
            return JSON.numberNode(value.get(next[0]++));
        }
        ArrayNode list = JSON.arrayNode();
        for (int i = 0; i < value.shape().dimension(axis); i++) {
            list.add(listed(value, axis + 1, next));
        }
        return list;
    }

    WrittenOperation setting(String nameInKeras2, String nameInKeras3, JsonNode value) {
        arguments.set(nameInKeras2, value);
        settings.set(nameInKeras3, value);
        return this;
    }

    WrittenOperation setting(String name, boolean value) {
        return setting(name, name, BooleanNode.valueOf(value));
    }

    WrittenOperation setting(String name, String value) {
        return setting(name, name, TextNode.valueOf(value));
    }

    /** Of Keras 2 alone. */
    WrittenOperation argument(String name, JsonNode value) {
        arguments.set(name, value);
        return this;
    }

    /** Of Keras 3 alone. */
    WrittenOperation ofKeras3(String name, JsonNode value) {
        settings.set(name, value);
        return this;
    }

    /** By name in the calls of both. */
    WrittenOperation named(String name, JsonNode value) {
        arguments.set(name, value);
        named.set(name, value);
        return this;
    }

    /** A dimension, which ours count without the batch. */
    WrittenOperation axis(int axis) {
        return setting("axis", "axis", IntNode.valueOf(Settings.axis(axis)));
    }

    WrittenOperation axes(List<Integer> axes) {
        ArrayNode counted = JSON.arrayNode();
        axes.forEach(axis -> counted.add(Settings.axis(axis)));
        return setting("axis", "axis", counted);
    }

    /**
     * The layer of Keras 2.
     *
     * @param tensors where its inputs come from, each as {@code ["layer", 0, 0]}
     */
    ObjectNode ofKeras2(String name, boolean trainable, List<ArrayNode> tensors) {
        ObjectNode layer = JSON.objectNode()
                .put("class_name", keras2.endsWith(".getitem") ? OperationCalls.SLICING : OperationCalls.CLASS)
                .put("name", name);
        layer.putObject("config")
                .put("name", name)
                .put("trainable", trainable)
                .put("dtype", "float32")
                .put("function", keras2);
        ArrayNode calls = layer.putArray("inbound_nodes");
        if (takesList) {
            ArrayNode call = calls.addArray();
            tensors.forEach(tensor -> call.add(tensor.add(arguments)));
            return layer;
        }
        Iterator<ArrayNode> next = tensors.iterator();
        Operand first = operands.get(0);
        ArrayNode call = first.isTensor()
                ? next.next()
                : JSON.arrayNode().add(OperationCalls.CONSTANT).add(-1).add(first.ofKeras2());
        ObjectNode others = JSON.objectNode();
        for (Operand operand : operands.subList(1, operands.size())) {
            others.set(operand.name(), operand.isTensor() ? next.next() : operand.ofKeras2());
        }
        calls.add(call.add(others.setAll(arguments)));
        return layer;
    }

    /**
     * The operation of Keras 3.
     *
     * @param tensors where its inputs come from, each as {@code {"class_name": "__keras_tensor__", ...}}
     */
    public ObjectNode ofKeras3(String name, List<ObjectNode> tensors) {
        String className = OperationName.withoutModule(keras3);
        String module = keras3.substring(0, keras3.length() - className.length() - 1);
        ObjectNode layer =
                JSON.objectNode().put("module", "keras.src.ops." + module).put("class_name", className);
        // Not its name, which the constructors of many versions do not take.
        layer.set("config", settings);
        layer.put("registered_name", className).put("name", name);
        ObjectNode call = layer.putArray("inbound_nodes").addObject();
        ArrayNode positions = call.putArray("args");
        call.set("kwargs", named);
        if (takesList) {
            positions.addArray().addAll(tensors);
            return layer;
        }
        Iterator<ObjectNode> next = tensors.iterator();
        operands.forEach(operand -> positions.add(operand.isTensor() ? next.next() : operand.ofKeras3()));
        return layer;
    }
}
