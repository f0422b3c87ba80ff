// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.espalier.model.ModelFormatException;
import io.espalier.model.tensor.ModelException;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;

/** The arguments of an operation on numbers that are all known when a model is read. */
final class KnownArguments {
    /** A mask of 2,048 steps for each of as many. */
    private static final long MOST = 1 << 22;

    private final LayerConfig config;
    private final OperationArguments arguments;

    KnownArguments(LayerConfig config, OperationArguments arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /** @throws ModelFormatException if it is no number or regular list of numbers */
    KnownNumbers numbers(JsonNode operand) {
        return KnownNumbers.of(operand)
                .orElseThrow(
                        () -> config.error("has the argument " + operand + "; expected a number or lists of numbers"));
    }

    KnownNumbers operand(int place) {
        return numbers(arguments.operand(place));
    }

    KnownNumbers single() {
        return operand(0);
    }

    /** As {@link #single}, of at least so many dimensions. */
    KnownNumbers ofRank(int least) {
        KnownNumbers single = single();
        if (single.shape().rank() < least) {
            throw config.error(
                    "takes numbers of " + least + " dimensions or more, but they have the shape " + single.shape());
        }
        return single;
    }

    KnownNumbers named(String... names) {
        return numbers(arguments.required(names));
    }

    KnownNumber number(KnownNumbers numbers) {
        if (numbers.numbers().size() != 1) {
            throw config.error("has the argument " + numbers.text() + "; expected one number");
        }
        return numbers.numbers().get(0);
    }

    int integer(int otherwise, String... names) {
        JsonNode value = arguments.find(names).orElse(IntNode.valueOf(otherwise));
        JsonNode number = value.isArray() && value.size() == 1 ? value.get(0) : value;
        if (!number.isInt()) {
            throw config.error("'" + names[0] + "' is " + value + "; expected a whole number");
        }
        return number.intValue();
    }

    /** A dimension, counted from the first. */
    int axis(int otherwise, int rank, String... names) {
        int axis = integer(otherwise, names);
        int place = axis < 0 ? axis + rank : axis;
        if (place < 0 || place >= rank) {
            throw config.error("works along dimension " + axis + " of numbers with " + rank + " dimensions");
        }
        return place;
    }

    /** @throws ModelFormatException if numbers of a function are not taken along their first dimension */
    void onlyFirst(int rank, String... names) {
        if (axis(0, rank, names) != 0) {
            throw config.error("works along another dimension than the first of numbers that depend on shapes alone,"
                    + " which is not supported");
        }
    }

    /** The tensors of a list, which stand by their places. */
    List<KnownNumbers> listed() {
        List<JsonNode> listed = arguments.byPlace();
        boolean isWhole = listed.size() == 1 && listed.get(0).isArray();
        List<KnownNumbers> all = new ArrayList<>();
        (isWhole ? listed.get(0) : listed).forEach(operand -> all.add(numbers(operand)));
        if (all.isEmpty()) {
            throw config.error("takes a list of tensors, but has none");
        }
        return all;
    }

    /** The first argument, as a list of numbers. */
    List<KnownNumber> dimensions() {
        return arguments.named("0").stream()
                .flatMap(operand -> numbers(operand).numbers().stream())
                .toList();
    }

    /** @throws ModelException if the shape is none, or has more numbers than are sensible */
    static Shape shape(List<Integer> dimensions) {
        boolean isNegative = dimensions.stream().anyMatch(dimension -> dimension < 0);
        double elements =
                dimensions.stream().mapToDouble(Integer::doubleValue).reduce(1, (left, right) -> left * right);
        if (isNegative || elements > MOST) {
            throw new ModelException("makes a tensor of shape " + dimensions + " of shapes; expected dimensions from 0"
                    + " on, and at most " + MOST + " numbers");
        }
        return new Shape(dimensions);
    }

    /** A shape with 1 for the batch, which can only be first. */
    static Shape withoutBatch(List<KnownNumber> dimensions) {
        List<Integer> sizes = new ArrayList<>();
        for (int i = 0; i < dimensions.size(); i++) {
            KnownNumber size = dimensions.get(i);
            if (size.ofBatch() && (i > 0 || size.value() != 1)) {
                throw new ModelException(
                        "has the shape " + KnownNumbers.vector(dimensions).text()
                                + "; the number of examples in a batch can only be the first dimension, by itself");
            }
            sizes.add((int) size.value());
        }
        return shape(sizes);
    }

    /** Whether a shape starts with the batch. */
    static boolean startsWithBatch(List<KnownNumber> dimensions) {
        return !dimensions.isEmpty() && dimensions.get(0).ofBatch();
    }
}
