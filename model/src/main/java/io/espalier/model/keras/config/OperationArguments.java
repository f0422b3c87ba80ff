// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.ModelFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The arguments of an operation, in the form of {@link OperationCalls}. It remembers which were read, so that none is lost without a word. */
final class OperationArguments {
    private final LayerConfig config;
    private final JsonNode names;
    private final JsonNode operands;
    private final Set<Integer> read = new HashSet<>();

    OperationArguments(LayerConfig config) {
        this.config = config;
        this.names = config.required("names");
        this.operands = config.required("operands");
    }

    /** An operand by its place; null stands for a tensor, and a missing node for one that is not there. */
    JsonNode operand(int place) {
        read.add(place);
        return operands.path(place);
    }

    /** What an operand is called; a number for one without a name. */
    String name(int place) {
        return names.path(place).asText();
    }

    /** An argument by one of its names, if it is given. */
    Optional<JsonNode> find(String... wanted) {
        for (int i = 0; i < names.size(); i++) {
            if (!operands.path(i).isNull()
                    && List.of(wanted).contains(names.path(i).asText())) {
                read.add(i);
                return Optional.of(operands.path(i));
            }
        }
        return Optional.empty();
    }

    /** The operands that stand by their places. */
    List<JsonNode> byPlace() {
        return matching("\\d+");
    }

    /** All operands of one name. */
    List<JsonNode> named(String name) {
        return matching(name);
    }

    private List<JsonNode> matching(String pattern) {
        List<JsonNode> all = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            if (names.path(i).asText().matches(pattern)) {
                all.add(operand(i));
            }
        }
        return all;
    }

    JsonNode required(String... wanted) {
        return find(wanted)
                .orElseThrow(() -> config.error(
                        isTensor(List.of(wanted)) ? computed(wanted[0]) : "missing argument '" + wanted[0] + "'"));
    }

    private static String computed(String argument) {
        return "the argument '" + argument + "' is computed by a layer, from values that are not known before the model"
                + " runs; only numbers, and what is computed of shapes alone, are supported here";
    }

    private boolean isTensor(List<String> wanted) {
        for (int i = 0; i < names.size(); i++) {
            if (operands.path(i).isNull() && wanted.contains(names.path(i).asText())) {
                return true;
            }
        }
        return false;
    }

    float number(float otherwise, String... wanted) {
        return find(wanted)
                .map(value -> {
                    if (!value.isNumber()) {
                        throw config.error("'" + wanted[0] + "' is " + value + "; expected a number");
                    }
                    return value.floatValue();
                })
                .orElse(otherwise);
    }

    boolean flag(boolean otherwise, String... wanted) {
        return find(wanted)
                .map(value -> LayerJson.flag(value)
                        .orElseThrow(
                                () -> config.error("'" + wanted[0] + "' is " + value + "; expected true or false")))
                .orElse(otherwise);
    }

    List<Integer> integers(String... wanted) {
        JsonNode argument = required(wanted);
        JsonNode list = argument.has("items") ? argument.get("items") : argument;
        List<Integer> numbers = new ArrayList<>();
        for (JsonNode number : list.isArray() ? list : List.of(list)) {
            if (number.equals(OperationCalls.PLACE)) {
                throw config.error(computed(wanted[0]));
            }
            if (!number.isInt()) {
                throw config.error("has the argument " + argument + "; expected integers");
            }
            numbers.add(number.intValue());
        }
        return numbers;
    }

    /** As Keras counts, with the batch; here without. */
    List<Integer> axes(String... wanted) {
        List<Integer> axes = integers(wanted);
        if (axes.contains(0)) {
            throw config.error(
                    "works along dimension 0, " + required(wanted) + "; that is the batch, which cannot be used here");
        }
        return axes.stream().map(axis -> axis < 0 ? axis : axis - 1).toList();
    }

    /** As {@link #axes}, but one. */
    int axis(String... wanted) {
        List<Integer> axes = axes(wanted);
        if (axes.size() != 1) {
            throw config.error("'" + wanted[0] + "' is " + required(wanted) + "; expected one dimension");
        }
        return axes.get(0);
    }

    /** A new order of dimensions, which may name the batch first. */
    List<Integer> order(String... wanted) {
        List<Integer> axes = integers(wanted);
        boolean namesBatch = !axes.isEmpty() && axes.get(0) == 0;
        List<Integer> order = namesBatch ? axes.subList(1, axes.size()) : axes;
        if (order.contains(0)) {
            throw config.error("moves dimension 0, " + required(wanted) + "; that is the batch, which must stay first");
        }
        return order.stream().map(axis -> axis < 0 ? axis : axis - 1).toList();
    }

    /**
     * Refuses arguments that were not read.
     *
     * @param function the operation, for messages
     * @throws ModelFormatException if one is left; names it and its value
     */
    void onlyRead(String function) {
        for (int i = 0; i < operands.size(); i++) {
            JsonNode operand = operands.path(i);
            if (!operand.isNull() && !read.contains(i)) {
                String name = names.path(i).asText();
                String argument = name.matches("\\d+") ? "argument number " + name : "the argument '" + name + "'";
                throw config.error("the operation '" + function + "' has " + argument + ", " + operand
                        + "; this argument is not supported, so the model would compute something else");
            }
        }
    }
}
