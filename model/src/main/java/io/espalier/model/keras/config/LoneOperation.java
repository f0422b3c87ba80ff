// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An operation that gives a batch to a tensor without one, or other rows: {@code y[tf.newaxis]}, {@code tf.tile(y, [batch, 1, 1])}.
 *
 * @param settings of an operation on the whole tensor, in the form of {@link OperationCalls}
 * @param rows the size of the first dimension, which is 1 where it is the batch or may be repeated for it
 * @param isAlone whether the result still has no batch
 */
public record LoneOperation(JsonNode settings, int rows, boolean isAlone) {
    /**
     * Empty for all other operations, which are done to each row.
     *
     * @param config with the shape of one row
     * @param rows of the input
     */
    public static Optional<LoneOperation> of(LayerConfig config, int rows) {
        OperationArguments arguments = new OperationArguments(config);
        List<Integer> whole = new ArrayList<>(List.of(rows));
        whole.addAll(config.inputs().get(0).dimensions());
        return switch (KnownCall.function(config.settings())) {
            case "expand_dims" ->
                arguments
                        .find("axis", "1")
                        .filter(axis -> axis.asInt(-1) == 0 || axis.asInt() == -whole.size() - 1)
                        .map(axis -> reshape(config, 1, whole));
            case "getitem", "get_item", "strided_slice" -> {
                List<SliceItem> items = SliceItem.all(config, arguments, whole.size());
                boolean isAdding = !items.isEmpty()
                        && items.get(0).kind() == SliceItem.Kind.NEW_AXIS
                        && items.subList(1, items.size()).stream().allMatch(SliceItem::isWhole);
                yield isAdding ? Optional.of(reshape(config, 1, whole)) : Optional.empty();
            }
            case "reshape" ->
                KnownNumbers.of(arguments.required("shape", "newshape", "1"))
                        .map(shape -> reshaped(config, whole, shape));
            case "tile" ->
                KnownNumbers.of(arguments.required("multiples", "repeats", "1"))
                        .filter(times -> rows == 1 && startsWithBatch(times))
                        .map(times -> new LoneOperation(with(config.settings(), 1, times), 1, false));
            case "broadcast_to" ->
                KnownNumbers.of(arguments.required("shape", "1"))
                        .filter(shape ->
                                startsWithBatch(shape) && (shape.numbers().size() > whole.size() || rows == 1))
                        .map(shape -> new LoneOperation(with(config.settings(), -1, shape), 1, false));
            default -> Optional.empty();
        };
    }

    private static boolean startsWithBatch(KnownNumbers shape) {
        return shape.numbers().stream().findFirst().equals(Optional.of(KnownNumber.EXAMPLES));
    }

    private static LoneOperation reshaped(LayerConfig config, List<Integer> whole, KnownNumbers shape) {
        if (shape.numbers().stream().anyMatch(KnownNumber::ofBatch)) {
            throw config.error(
                    "reshapes a tensor without a batch, of shape " + whole + ", to " + shape.text()
                            + ", which is only possible for one example; repeat it instead: tf.tile(y[tf.newaxis], [batch, 1])");
        }
        List<Integer> dimensions = new ArrayList<>(
                shape.numbers().stream().map(size -> (int) size.value()).toList());
        long elements = whole.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        int open = dimensions.indexOf(-1);
        if (open >= 0) {
            dimensions.set(open, 1);
            long others = dimensions.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
            dimensions.set(open, (int) (elements / Math.max(1, others)));
        }
        if (dimensions.isEmpty() || dimensions.get(0) < 1) {
            throw config.error("reshapes a tensor of shape " + whole + " to " + shape.text());
        }
        return reshape(config, dimensions.get(0), dimensions.subList(1, dimensions.size()));
    }

    private static LoneOperation reshape(LayerConfig config, int rows, List<Integer> rest) {
        ObjectNode settings = config.settings().deepCopy();
        settings.put("function", "reshape");
        settings.putArray("names").add("0").add("shape");
        ArrayNode shape = JsonNodeFactory.instance.arrayNode().add(-1);
        if (rows > 1) {
            shape.add(rows);
        }
        rest.forEach(shape::add);
        settings.putArray("operands").addNull().add(shape);
        return new LoneOperation(settings, rows, true);
    }

    /** With a number in the place of the batch. */
    private static JsonNode with(JsonNode settings, int first, KnownNumbers shape) {
        ArrayNode numbers = JsonNodeFactory.instance.arrayNode().add(first);
        shape.numbers().stream().skip(1).forEach(number -> numbers.add(number.toJson()));
        ObjectNode copy = settings.deepCopy();
        ArrayNode operands = (ArrayNode) copy.get("operands");
        for (int i = 1; i < operands.size(); i++) {
            if (ShapeArguments.isShape(settings, i)) {
                operands.set(i, numbers);
            }
        }
        return copy;
    }
}
