// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The shapes among the arguments of operations on tensors, in one form: -1 for the batch, which is first, and numbers.
 *
 * <p>A reshape may put dimensions into the batch, {@code tf.reshape(x, [batch * steps, 64])}, and take them out of it again. What is in between is
 * done to each row; here these rows stay a dimension of the example, and each layer works on each of them.
 */
public final class ShapeArguments {
    private static final Set<String> SHAPES = Set.of("shape", "newshape", "multiples", "repeats", "1");

    private final LayerConfig config;
    private final String function;

    private ShapeArguments(LayerConfig config, String function) {
        this.config = config;
        this.function = function;
    }

    /**
     * An operation in the form that is read here.
     *
     * @param settings in the form of {@link OperationCalls}
     * @param rows how many rows of the output there are for each example; more than 1 after a reshape alone
     */
    public record Canonical(JsonNode settings, int rows) {}

    /**
     * Brings the shape into that form, if the operation has one.
     *
     * @param rows how many rows of the input there are for each example
     * @param elements the number of elements of the input for each example
     * @throws ModelFormatException if the batch is elsewhere, or is a value
     */
    public static Canonical of(LayerConfig config, int rows, int elements) {
        String function = KnownCall.function(config.settings());
        ShapeArguments arguments = new ShapeArguments(config, function);
        JsonNode operands = config.settings().path("operands");
        for (int i = 1; i < operands.size(); i++) {
            if (isShape(config.settings(), i)
                    && Set.of("reshape", "broadcast_to", "tile").contains(function)) {
                return arguments.canonical(i, rows, elements);
            }
        }
        arguments.requireKnown(operands);
        return new Canonical(config.settings(), rows);
    }

    /** Whether an operand is the shape, or the like, of an operation that has one. */
    static boolean isShape(JsonNode settings, int place) {
        return SHAPES.contains(settings.path("names").path(place).asText());
    }

    private void requireKnown(JsonNode operands) {
        if (operands.findValue(KnownNumber.BATCH) != null) {
            throw config.error("the operation '" + function + "' computes with the number of examples in a batch, which"
                    + " is not known before the model runs, so that one example would depend on how many others come"
                    + " with it; build the model in Keras without it");
        }
    }

    private Canonical canonical(int place, int rows, int elements) {
        JsonNode given = config.settings().path("operands").get(place);
        if (given.isNull()) {
            return new Canonical(config.settings(), rows);
        }
        JsonNode list = given.has("items") ? given.get("items") : given;
        List<KnownNumber> dimensions = new ArrayList<>();
        for (JsonNode dimension : list.isArray() ? list : List.of(list)) {
            if (!KnownNumber.is(dimension) && !dimension.isNull()) {
                return new Canonical(config.settings(), rows);
            }
            // Keras 3 has None where it does not know a number.
            dimensions.add(dimension.isNull() ? KnownNumber.EXAMPLES : KnownNumber.of(dimension));
        }
        boolean isEmpty = dimensions.isEmpty();
        if (isEmpty || dimensions.subList(1, dimensions.size()).stream().anyMatch(KnownNumber::ofBatch)) {
            throw config.error("the operation '" + function + "' has the shape "
                    + KnownNumbers.vector(dimensions).text()
                    + "; the number of examples in a batch can only be its first dimension");
        }
        return switch (function) {
            case "reshape" -> reshaped(place, dimensions, elements);
            case "broadcast_to" -> new Canonical(with(place, repeated(dimensions, rows)), rows);
            default -> {
                requireKnown(list);
                yield new Canonical(config.settings(), rows);
            }
        };
    }

    private Canonical reshaped(int place, List<KnownNumber> dimensions, int elements) {
        KnownNumber first = dimensions.get(0);
        List<Integer> rest = new ArrayList<>();
        dimensions.subList(1, dimensions.size()).forEach(dimension -> rest.add((int) dimension.value()));
        int open = rest.indexOf(-1);
        long known = rest.stream().mapToLong(Integer::longValue).reduce(1, (left, right) -> left * right);
        boolean isOpenBatch = !first.ofBatch() && first.value() == -1;
        if (!isOpenBatch && !first.ofBatch()) {
            // The reader says what is wrong with it.
            return new Canonical(with(place, rest, (int) first.value()), 1);
        }
        if (isOpenBatch && open >= 0) {
            return new Canonical(config.settings(), 1);
        }
        long rows = first.ofBatch() ? (long) first.value() : known == 0 ? 0 : elements / known;
        if (open >= 0) {
            rest.set(open, (int) (rows == 0 ? 0 : elements / (rows * -known)));
            known = -known * rest.get(open);
        }
        if (rows < 1 || rows * known != elements) {
            throw config.error("reshapes " + elements + " numbers for each example to "
                    + KnownNumbers.vector(dimensions).text() + ", which has "
                    + (first.ofBatch() ? String.valueOf(rows * known) : "no whole number of rows")
                    + " for each");
        }
        if (rows > 1) {
            rest.add(0, (int) rows);
        }
        return new Canonical(with(place, rest, -1), (int) rows);
    }

    private List<Integer> repeated(List<KnownNumber> dimensions, int rows) {
        KnownNumber first = dimensions.get(0);
        boolean isBatch = first.equals(new KnownNumber(rows, true)) || first.equals(KnownNumber.of(-1));
        int rank = config.inputs().get(0).rank() + (rows > 1 ? 0 : 1);
        if (isBatch && dimensions.size() != rank) {
            throw config.error("repeats an input of " + rank + " dimensions, with the batch, to the shape "
                    + KnownNumbers.vector(dimensions).text()
                    + ", whose first dimension would not be the batch of the input");
        }
        return dimensions.stream()
                .map(dimension -> dimension.ofBatch() ? -1 : (int) dimension.value())
                .toList();
    }

    private JsonNode with(int place, List<Integer> rest, int first) {
        List<Integer> all = new ArrayList<>(List.of(first));
        all.addAll(rest);
        return with(place, all);
    }

    private JsonNode with(int place, List<Integer> dimensions) {
        ObjectNode copy = config.settings().deepCopy();
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        dimensions.forEach(list::add);
        ((ArrayNode) copy.get("operands")).set(place, list);
        return copy;
    }
}
