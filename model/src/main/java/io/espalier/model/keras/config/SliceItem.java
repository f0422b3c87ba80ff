// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.espalier.model.ModelFormatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;

/**
 * One item between the brackets of {@code x[:, 1:-1, 0, ..., None]}.
 *
 * @param start of a range; the place of an index
 * @param stop of a range
 */
record SliceItem(Kind kind, OptionalInt start, OptionalInt stop, int step) {
    enum Kind {
        RANGE,
        INDEX,
        NEW_AXIS,
        ELLIPSIS
    }

    static final SliceItem WHOLE = new SliceItem(Kind.RANGE, OptionalInt.empty(), OptionalInt.empty(), 1);

    private static final SliceItem NEW_AXIS = new SliceItem(Kind.NEW_AXIS, OptionalInt.empty(), OptionalInt.empty(), 1);

    private static final SliceItem ELLIPSIS = new SliceItem(Kind.ELLIPSIS, OptionalInt.empty(), OptionalInt.empty(), 1);

    boolean isWhole() {
        return equals(WHOLE);
    }

    boolean isRangeOrIndex() {
        return kind == Kind.RANGE || kind == Kind.INDEX;
    }

    /**
     * The items of a slice in any form, without an ellipsis.
     *
     * @param rank of what is sliced, with the batch
     * @throws ModelFormatException if one is something else; names it
     */
    static List<SliceItem> all(LayerConfig config, OperationArguments arguments, int rank) {
        boolean isNode = arguments.find("slice_spec", "key").isEmpty()
                && arguments.find("2").isPresent();
        List<SliceItem> items = isNode ? ofNode(config, arguments) : ofPython(config, arguments);
        int ellipsis = items.indexOf(ELLIPSIS);
        if (ellipsis < 0) {
            return items;
        }
        int taken = (int) items.stream().filter(SliceItem::isRangeOrIndex).count();
        List<SliceItem> expanded = new ArrayList<>(items.subList(0, ellipsis));
        expanded.addAll(Collections.nCopies(Math.max(0, rank - taken), WHOLE));
        expanded.addAll(items.subList(ellipsis + 1, items.size()));
        return expanded;
    }

    private static List<SliceItem> ofPython(LayerConfig config, OperationArguments arguments) {
        JsonNode spec = arguments.required("slice_spec", "key", "1");
        JsonNode items = spec.has("items") ? spec.get("items") : spec;
        List<SliceItem> all = new ArrayList<>();
        for (JsonNode item : items.isArray() ? items : List.of(items)) {
            all.add(of(config, item));
        }
        return all;
    }

    private static SliceItem of(LayerConfig config, JsonNode item) {
        if (item.isInt()) {
            return new SliceItem(Kind.INDEX, OptionalInt.of(item.intValue()), OptionalInt.empty(), 1);
        }
        if (item.isNull()) {
            return NEW_AXIS;
        }
        if (item.path("class_name").asText().contains("ellipsis")) {
            return ELLIPSIS;
        }
        // Keras 3 has the three in the config of an object of class slice.
        JsonNode slice = item.has("config") ? item.get("config") : item;
        boolean isSlice = slice.isObject() && (slice.has("start") || slice.has("stop"));
        if (!isSlice || !isEnd(slice.path("start")) || !isEnd(slice.path("stop")) || !isEnd(slice.path("step"))) {
            throw config.error("has the slice " + item + "; expected a known number or a slice of known numbers");
        }
        return new SliceItem(
                Kind.RANGE,
                end(slice.path("start")),
                end(slice.path("stop")),
                slice.path("step").asInt(1));
    }

    private static boolean isEnd(JsonNode value) {
        return value.isInt() || value.isNull() || value.isMissingNode();
    }

    private static OptionalInt end(JsonNode value) {
        return value.isInt() ? OptionalInt.of(value.intValue()) : OptionalInt.empty();
    }

    /** Of a StridedSlice, whose bits say what its numbers mean. */
    private static List<SliceItem> ofNode(LayerConfig config, OperationArguments arguments) {
        List<Integer> starts = arguments.integers("1");
        List<Integer> stops = arguments.integers("2");
        List<Integer> steps = arguments.integers("3");
        if (stops.size() != starts.size() || steps.size() != starts.size()) {
            throw config.error("slices from " + starts + " to " + stops + " in steps of " + steps
                    + "; expected as many numbers of each");
        }
        int openStarts = bits(arguments, "begin_mask");
        int openStops = bits(arguments, "end_mask");
        int ellipses = bits(arguments, "ellipsis_mask");
        int added = bits(arguments, "new_axis_mask");
        int dropped = bits(arguments, "shrink_axis_mask");
        List<SliceItem> all = new ArrayList<>();
        for (int i = 0; i < starts.size(); i++) {
            int bit = 1 << i;
            OptionalInt start = OptionalInt.of(starts.get(i));
            if ((ellipses & bit) != 0) {
                all.add(ELLIPSIS);
            } else if ((added & bit) != 0) {
                all.add(NEW_AXIS);
            } else if ((dropped & bit) != 0) {
                all.add(new SliceItem(Kind.INDEX, start, OptionalInt.empty(), 1));
            } else {
                all.add(new SliceItem(
                        Kind.RANGE,
                        (openStarts & bit) != 0 ? OptionalInt.empty() : start,
                        (openStops & bit) != 0 ? OptionalInt.empty() : OptionalInt.of(stops.get(i)),
                        steps.get(i)));
            }
        }
        return all;
    }

    private static int bits(OperationArguments arguments, String mask) {
        return arguments.find(mask).orElse(NullNode.getInstance()).asInt(0);
    }
}
