// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.espalier.model.layer.function.ConstantAround;
import io.espalier.model.layer.function.MirrorAround;
import io.espalier.model.layer.function.ReverseAlong;
import io.espalier.model.layer.function.RollAlong;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.SplitAlong;
import io.espalier.model.layer.function.StackAlong;
import io.espalier.model.layer.function.TakeAlong;
import io.espalier.model.layer.function.Tile;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/** How layers that move elements are written as operations. {@link MovingOperations} reads them. */
final class MovingOperationRows {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static final List<OperationRow<?>> ROWS = List.of(
            new OperationRow<>(ConstantAround.class, layer -> {
                WrittenOperation pad = around(layer.before(), layer.after(), "constant");
                return layer.number() == 0 ? pad : pad.named("constant_values", JSON.numberNode(layer.number()));
            }),
            new OperationRow<>(
                    MirrorAround.class,
                    layer -> around(layer.before(), layer.after(), layer.repeatsEdge() ? "symmetric" : "reflect")),
            new OperationRow<>(
                    ReverseAlong.class,
                    layer -> WrittenOperation.of("reverse", "numpy.Flip")
                            .tensor("tensor")
                            .axes(layer.axes())
                            .ofKeras3(
                                    "axis",
                                    IntNode.valueOf(Settings.axis(layer.axes().get(0))))),
            new OperationRow<>(
                    RollAlong.class,
                    layer -> WrittenOperation.of("roll", "numpy.Roll")
                            .tensor("input")
                            .setting("shift", "shift", list(layer.shifts()))
                            .axes(layer.axes())),
            new OperationRow<>(Slice.class, MovingOperationRows::slice),
            new OperationRow<>(SplitAlong.class, MovingOperationRows::split),
            new OperationRow<>(
                    StackAlong.class,
                    layer -> WrittenOperation.of("stack", "numpy.Stack")
                            .tensors()
                            .axis(layer.axis())),
            new OperationRow<>(
                    TakeAlong.class,
                    layer -> WrittenOperation.of("gather", "numpy.Take")
                            .tensor("params")
                            .constant("indices", list(layer.indices()), list(layer.indices()))
                            .axis(layer.axis())),
            new OperationRow<>(
                    Tile.class,
                    layer -> WrittenOperation.of("tile", "numpy.Tile")
                            .tensor("input")
                            .setting("multiples", "repeats", integers(1, layer.times()))));

    private MovingOperationRows() {}

    private static WrittenOperation around(List<Integer> before, List<Integer> after, String mode) {
        ArrayNode widths = JSON.arrayNode();
        widths.addArray().add(0).add(0);
        for (int axis = 0; axis < before.size(); axis++) {
            widths.addArray().add(before.get(axis)).add(after.get(axis));
        }
        return WrittenOperation.of("pad", "numpy.Pad")
                .tensor("tensor")
                .setting("paddings", "pad_width", widths)
                .setting("mode", mode);
    }

    private static WrittenOperation slice(Slice layer) {
        ArrayNode ofKeras2 = JSON.arrayNode();
        ObjectNode ofKeras3 = JSON.objectNode().put("class_name", "__tuple__");
        ArrayNode items = ofKeras3.putArray("items");
        ofKeras2.add(range(Slice.Part.WHOLE));
        items.addObject().put("class_name", "__slice__").set("config", range(Slice.Part.WHOLE));
        for (Slice.Part part : layer.parts()) {
            if (part.dropped()) {
                ofKeras2.add(part.start().orElse(0));
                items.add(part.start().orElse(0));
            } else {
                ofKeras2.add(range(part));
                items.addObject().put("class_name", "__slice__").set("config", range(part));
            }
        }
        return WrittenOperation.of("__operators__.getitem", "numpy.GetItem")
                .tensor("tensor")
                .constant("slice_spec", ofKeras2, ofKeras3);
    }

    private static ObjectNode range(Slice.Part part) {
        ObjectNode range = JSON.objectNode();
        range.set("start", number(part.start()));
        range.set("stop", number(part.stop()));
        return range.putNull("step");
    }

    private static JsonNode number(OptionalInt place) {
        return place.isPresent() ? IntNode.valueOf(place.getAsInt()) : NullNode.getInstance();
    }

    private static WrittenOperation split(SplitAlong layer) {
        List<Integer> sizes = layer.sizes();
        if (layer.isDropped()) {
            return WrittenOperation.of("unstack", "core.Unstack")
                    .tensor("value")
                    .setting("num", "num", IntNode.valueOf(sizes.size()))
                    .axis(layer.axis());
        }
        WrittenOperation split =
                WrittenOperation.of("split", "numpy.Split").tensor("value").axis(layer.axis());
        if (new HashSet<>(sizes).size() == 1) {
            return split.setting("num_or_size_splits", "indices_or_sections", IntNode.valueOf(sizes.size()));
        }
        ArrayNode places = JSON.arrayNode();
        int from = 0;
        for (int size : sizes.subList(0, sizes.size() - 1)) {
            from += size;
            places.add(from);
        }
        return split.argument("num_or_size_splits", list(sizes)).ofKeras3("indices_or_sections", places);
    }

    private static ArrayNode list(List<Integer> numbers) {
        ArrayNode list = JSON.arrayNode();
        numbers.forEach(list::add);
        return list;
    }

    private static ArrayNode integers(int first, List<Integer> others) {
        ArrayNode numbers = JSON.arrayNode().add(first);
        others.forEach(numbers::add);
        return numbers;
    }
}
