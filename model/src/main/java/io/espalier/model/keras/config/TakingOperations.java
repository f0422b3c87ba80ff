// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.function.RollAlong;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.TakeAlong;
import io.espalier.model.layer.reshaping.Permute;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Operations that put elements or dimensions in another order, in the form of {@link OperationCalls}, as layers. */
final class TakingOperations {
    private final LayerConfig config;
    private final OperationArguments arguments;

    TakingOperations(LayerConfig config, OperationArguments arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /** The layer of a function; empty if it is none of these. */
    Optional<Layer> read(String function) {
        return Optional.ofNullable(
                switch (function) {
                    case "gather", "take" -> taken(function.equals("take"));
                    case "moveaxis" -> moved();
                    case "repeat" -> repeated();
                    case "roll" -> rolled();
                    case "swapaxes" -> swapped();
                    default -> null;
                });
    }

    static Set<String> names() {
        return Set.of("gather", "moveaxis", "repeat", "roll", "swapaxes", "take");
    }

    private int place(int axis) {
        int rank = config.inputs().get(0).rank();
        int place = axis < 0 ? rank + axis : axis;
        if (place < 0 || place >= rank) {
            throw config.error("works along a dimension that its input of shape "
                    + config.inputs().get(0).batched() + " does not have after the batch");
        }
        return place;
    }

    private int size(int axis) {
        return config.inputs().get(0).dimension(place(axis));
    }

    /** The dimension that is worked along, which is the batch, or all, if none is named. */
    private int axis(String... names) {
        if (arguments.find(names).isEmpty()) {
            throw config.error("names no axis, so it works along the batch; name one, from 1");
        }
        return arguments.axis(names);
    }

    /** @param wraps whether indices below 0 count from the end */
    private Layer taken(boolean wraps) {
        boolean isFixed =
                arguments.find("indices", "1").isPresent() && config.inputs().size() == 1;
        if (!isFixed) {
            throw config.error("takes elements at places that are computed; supported are fixed ones,"
                    + " and rows of a table by an Embedding");
        }
        // Names of older versions, which change nothing at these values.
        if (arguments.number(0, "batch_dims") != 0) {
            throw config.error("'batch_dims' is " + arguments.required("batch_dims") + "; only 0 is supported");
        }
        arguments.find("validate_indices");
        int axis = axis("axis", "2");
        int size = size(axis);
        List<Integer> indices = arguments.integers("indices", "1").stream()
                .map(index -> wraps && index < 0 ? index + size : index)
                .toList();
        JsonNode given = arguments.required("indices", "1");
        if (given.isInt()) {
            List<Slice.Part> parts = new ArrayList<>(Collections.nCopies(place(axis), Slice.Part.WHOLE));
            parts.add(Slice.Part.only(indices.get(0)));
            return new Slice(parts);
        }
        return new TakeAlong(axis, indices);
    }

    private Layer repeated() {
        List<Integer> times = arguments.integers("repeats", "1");
        int axis = axis("axis", "2");
        int size = size(axis);
        if (times.size() != 1 && times.size() != size) {
            throw config.error(
                    "repeats " + size + " elements " + times + " times; expected one number for each, or for all");
        }
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            indices.addAll(Collections.nCopies(Math.max(0, times.get(times.size() == 1 ? 0 : i)), i));
        }
        return new TakeAlong(axis, indices);
    }

    private Layer rolled() {
        List<Integer> shifts = arguments.integers("shift", "1");
        if (arguments.find("axis", "2").isEmpty()) {
            throw config.error("names no axis, so elements move between examples; name one, from 1");
        }
        return new RollAlong(shifts, arguments.axes("axis", "2"));
    }

    private Layer swapped() {
        List<Integer> order = inOrder();
        Collections.swap(order, place(arguments.axis("axis1", "1")), place(arguments.axis("axis2", "2")));
        return new Permute(order);
    }

    private Layer moved() {
        List<Integer> from =
                arguments.axes("source", "1").stream().map(this::place).toList();
        List<Integer> to =
                arguments.axes("destination", "2").stream().map(this::place).toList();
        if (from.size() != to.size()) {
            throw config.error("moves the dimensions " + from + " to " + to + "; expected as many of both");
        }
        List<Integer> order = inOrder();
        order.removeAll(from);
        IntStream.range(0, to.size())
                .boxed()
                .sorted((one, other) -> Integer.compare(to.get(one), to.get(other)))
                .forEach(i -> order.add(to.get(i), from.get(i)));
        return new Permute(order);
    }

    private List<Integer> inOrder() {
        return new ArrayList<>(
                IntStream.range(0, config.inputs().get(0).rank()).boxed().toList());
    }
}
