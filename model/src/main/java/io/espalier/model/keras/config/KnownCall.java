// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A call of an operation some of whose tensors are known when the model is read, in the form of {@link OperationCalls}. */
public final class KnownCall {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String OPERANDS = "operands";
    private static final String NAMES = "names";

    private final List<Optional<KnownNumbers>> inputs;
    private int next;

    private KnownCall(List<Optional<KnownNumbers>> inputs) {
        this.inputs = inputs;
    }

    /** Whether a layer with these settings is an operation. */
    public static boolean isOperation(JsonNode settings) {
        return settings.has(OPERANDS);
    }

    /** The function of an operation, without its module. */
    public static String function(JsonNode settings) {
        return OperationName.withoutModule(settings.path("function").asText());
    }

    /** Whether known numbers may be among the operands of a function, in the place of tensors. */
    public static boolean takesNumbers(String function) {
        return KnownOperations.isOfElements(function);
    }

    /**
     * What an operation says of the shape of its one input; empty if it is about something else.
     *
     * @param rows how many rows the tensor has for each example
     * @param isAlone whether it has these for all of them, and no batch
     * @param shape of one row
     */
    public static Optional<KnownNumbers> ofShape(String function, int rows, boolean isAlone, Shape shape) {
        List<KnownNumber> dimensions = new ArrayList<>();
        dimensions.add(new KnownNumber(rows, !isAlone));
        shape.dimensions().forEach(dimension -> dimensions.add(KnownNumber.of(dimension)));
        return switch (function) {
            case "shape" -> Optional.of(KnownNumbers.vector(dimensions));
            case "rank" -> Optional.of(KnownNumbers.scalar(dimensions.size()));
            case "size" ->
                Optional.of(KnownNumbers.scalar(new KnownNumber((double) rows * shape.elements(), !isAlone)));
            default -> Optional.empty();
        };
    }

    /**
     * Settings with the numbers of known inputs among the operands.
     *
     * @param inputs all of the operation, the known ones with their numbers
     */
    public static JsonNode with(JsonNode settings, List<Optional<KnownNumbers>> inputs) {
        KnownCall call = new KnownCall(inputs);
        ArrayNode names = JSON.arrayNode();
        ArrayNode operands = JSON.arrayNode();
        for (int i = 0; i < settings.path(OPERANDS).size(); i++) {
            String name = settings.path(NAMES).path(i).asText();
            JsonNode operand = call.put(settings.path(OPERANDS).path(i));
            boolean isNext = i > 0
                    && !name.equals("0")
                    && settings.path(NAMES).path(i - 1).asText().equals(name);
            if (isNext) {
                // They stood in a list.
                join(operands, operand);
            } else {
                names.add(name);
                operands.add(operand);
            }
        }
        ObjectNode copy = settings.deepCopy();
        copy.set(NAMES, names);
        copy.set(OPERANDS, operands);
        return copy;
    }

    private static void join(ArrayNode operands, JsonNode operand) {
        JsonNode before = operands.get(operands.size() - 1);
        ArrayNode list =
                before instanceof ArrayNode array ? array : JSON.arrayNode().add(before);
        operands.set(operands.size() - 1, list.add(operand));
    }

    private JsonNode put(JsonNode operand) {
        if (operand.isNull() || operand.equals(OperationCalls.PLACE)) {
            int place = next++;
            return place < inputs.size()
                    ? inputs.get(place).map(KnownNumbers::toJson).orElse(operand)
                    : operand;
        }
        return operand.isContainerNode() ? within(operand) : operand;
    }

    // Null is a tensor among the operands alone.
    private JsonNode within(JsonNode operand) {
        if (operand.isObject()) {
            ObjectNode object = JSON.objectNode();
            operand.properties()
                    .forEach(each -> object.set(
                            each.getKey(), each.getValue().isNull() ? each.getValue() : put(each.getValue())));
            return object;
        }
        ArrayNode list = JSON.arrayNode();
        operand.forEach(each -> list.add(each.isNull() ? each : put(each)));
        return list;
    }

    /**
     * The results of an operation on known numbers.
     *
     * @param config with all operands known
     * @throws ModelFormatException if the operation is none of ours
     */
    public static List<KnownNumbers> results(LayerConfig config) {
        String function = function(config.settings());
        OperationArguments arguments = new OperationArguments(config);
        try {
            List<KnownNumbers> results = new KnownOperations(config, arguments)
                    .compute(function)
                    .map(List::of)
                    .or(() ->
                            new KnownFills(config, arguments).compute(function).map(List::of))
                    .or(() -> new KnownTensors(config, arguments).compute(function))
                    .orElseThrow(() -> unsupported(config, function));
            arguments.onlyRead(function);
            if (results.isEmpty()) {
                throw config.error("has no output");
            }
            return results;
        } catch (ModelException | ArithmeticException e) {
            throw config.error(e);
        }
    }

    private static ModelFormatException unsupported(LayerConfig config, String function) {
        boolean isRandom = config.text("function").contains("random");
        return config.error(
                isRandom
                        ? "draws random numbers whenever the model runs, which is not supported; build the model for"
                                + " inference without them in Keras"
                        : "the operation '" + function
                                + "' of numbers that depend on shapes alone is not supported; give"
                                + " it the numbers that they are, as Python knows them: x.shape[1] instead of"
                                + " tf.shape(x)[1]");
    }
}
