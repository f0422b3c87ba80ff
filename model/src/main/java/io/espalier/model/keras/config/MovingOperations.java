// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.espalier.model.layer.Layer;
import io.espalier.model.layer.function.BroadcastTo;
import io.espalier.model.layer.function.ConcatenateAlong;
import io.espalier.model.layer.function.ConstantAround;
import io.espalier.model.layer.function.MirrorAround;
import io.espalier.model.layer.function.ReverseAlong;
import io.espalier.model.layer.function.Slice;
import io.espalier.model.layer.function.SplitAlong;
import io.espalier.model.layer.function.StackAlong;
import io.espalier.model.layer.function.Tile;
import io.espalier.model.layer.merging.Concatenate;
import io.espalier.model.layer.reshaping.Permute;
import io.espalier.model.layer.reshaping.Reshape;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Operations that move elements, in the form of {@link OperationCalls}, as layers. */
final class MovingOperations {
    private final LayerConfig config;
    private final OperationArguments arguments;

    MovingOperations(LayerConfig config, OperationArguments arguments) {
        this.config = config;
        this.arguments = arguments;
    }

    /** The layer of a function; empty if it is none of these. */
    Optional<Layer> read(String function) {
        return Optional.ofNullable(
                switch (function) {
                    case "broadcast_to" -> broadcast();
                    case "concat", "concatenate" -> concatenated();
                    case "expand_dims" -> expanded();
                    case "flip", "reverse" -> new ReverseAlong(arguments.axes("axis", "1"));
                    case "getitem", "get_item", "strided_slice" -> sliced();
                    case "pack", "stack" -> new StackAlong(arguments.axis("axis", "1"));
                    case "pad" -> padded();
                    case "permute_dims", "transpose" -> transposed();
                    case "reshape" -> reshaped();
                    case "split" -> split();
                    case "squeeze" -> squeezed();
                    case "tile" -> tiled();
                    case "unpack", "unstack" -> unstacked();
                    default -> null;
                });
    }

    static Set<String> names() {
        return Set.of(
                "broadcast_to",
                "concat",
                "expand_dims",
                "getitem",
                "pad",
                "reshape",
                "reverse",
                "split",
                "squeeze",
                "stack",
                "tile",
                "transpose",
                "unstack");
    }

    private Layer broadcast() {
        List<Integer> shape = arguments.integers("shape", "1");
        if (shape.size() < 2 || shape.get(0) != -1) {
            throw config.error("repeats its input to the shape " + shape
                    + "; the first dimension must be that of the input, -1, for the batch");
        }
        return new BroadcastTo(new Shape(shape.subList(1, shape.size())));
    }

    private Layer split() {
        JsonNode places = arguments.find("indices_or_sections").orElse(MissingNode.getInstance());
        List<Integer> sizes = arguments.integers("num_or_size_splits", "indices_or_sections", "1");
        int axis = arguments.axis("axis", "2");
        int size = size(axis);
        if (places.isArray() || places.has("items")) {
            return new SplitAlong(axis, between(sizes, size), false);
        }
        if (sizes.size() > 1) {
            return new SplitAlong(axis, sizes, false);
        }
        int number = sizes.get(0);
        if (number < 1 || size % number != 0) {
            throw config.error("splits a dimension of " + size + " into " + number + " equal parts");
        }
        return new SplitAlong(axis, Collections.nCopies(number, size / number), false);
    }

    /** Keras 3 says where the parts start, but for the first. */
    private static List<Integer> between(List<Integer> places, int size) {
        List<Integer> sizes = new ArrayList<>();
        int from = 0;
        for (int place : places) {
            sizes.add(place - from);
            from = place;
        }
        sizes.add(size - from);
        return sizes;
    }

    private Layer unstacked() {
        int axis = arguments.axis("axis", "2");
        int size = size(axis);
        if (arguments.find("num", "1").map(number -> number.asInt() != size).orElse(false)) {
            throw config.error("takes " + arguments.required("num", "1") + " parts from a dimension of " + size);
        }
        return new SplitAlong(axis, Collections.nCopies(size, 1), true);
    }

    private int size(int axis) {
        return config.inputs().get(0).dimension(axis);
    }

    private Layer tiled() {
        List<Integer> times = arguments.integers("multiples", "repeats", "1");
        if (times.size() < 2 || times.get(0) != 1) {
            throw config.error("repeats its input " + times + " times; the first number must be 1, for the batch");
        }
        return new Tile(times.subList(1, times.size()));
    }

    private Layer padded() {
        JsonNode paddings = arguments.required("paddings", "pad_width", "1");
        float number = arguments.number(0, "constant_values", "3");
        String mode =
                arguments.find("mode", "2").orElse(TextNode.valueOf("constant")).asText();
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (JsonNode pair : paddings.has("items") ? paddings.get("items") : paddings) {
            JsonNode ends = pair.has("items") ? pair.get("items") : pair;
            if (ends.size() != 2 || !ends.path(0).isInt() || !ends.path(1).isInt()) {
                throw config.error("pads by " + paddings + "; expected two numbers for each dimension");
            }
            before.add(ends.get(0).intValue());
            after.add(ends.get(1).intValue());
        }
        if (before.size() < 2 || before.get(0) != 0 || after.get(0) != 0) {
            throw config.error("pads by " + paddings + "; the first pair must be 0, for the batch");
        }
        return around(mode, number, before.subList(1, before.size()), after.subList(1, after.size()));
    }

    private Layer around(String mode, float number, List<Integer> before, List<Integer> after) {
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "constant" -> new ConstantAround(before, after, number);
            case "reflect" -> new MirrorAround(before, after, false);
            case "symmetric" -> new MirrorAround(before, after, true);
            default -> throw config.error("pads in the mode '" + mode + "'; use constant, reflect or symmetric");
        };
    }

    private Layer transposed() {
        if (arguments.flag(false, "conjugate")) {
            throw config.error("'conjugate' is true; only real numbers are supported");
        }
        return new Permute(arguments.order("perm", "axes", "1"));
    }

    private Layer concatenated() {
        int axis = arguments.find("axis", "1").isEmpty() ? -1 : arguments.axis("axis", "1");
        int last = config.inputs().get(0).rank() - 1;
        return axis == -1 || axis == last ? new Concatenate() : new ConcatenateAlong(axis);
    }

    private Layer reshaped() {
        List<Integer> shape = arguments.integers("shape", "newshape", "1");
        if (shape.isEmpty() || shape.get(0) != -1) {
            throw config.error("reshapes to " + shape + "; the first dimension must be -1, for the batch");
        }
        return new Reshape(shape.subList(1, shape.size()));
    }

    private Layer expanded() {
        Shape input = config.inputs().get(0);
        int axis = arguments.axis("axis", "1");
        List<Integer> dimensions = new ArrayList<>(input.dimensions());
        int place = axis < 0 ? input.rank() + 1 + axis : axis;
        if (place < 0 || place > input.rank()) {
            throw config.error("adds dimension " + arguments.required("axis", "1") + " to " + input.batched()
                    + "; it must come behind the batch, and at the end at the latest");
        }
        dimensions.add(place, 1);
        return new Reshape(dimensions);
    }

    private Layer squeezed() {
        Shape input = config.inputs().get(0);
        List<Integer> places = arguments.axes("axis", "1").stream()
                .map(axis -> axis < 0 ? input.rank() + axis : axis)
                .toList();
        return new Reshape(IntStream.range(0, input.rank())
                .filter(axis -> !places.contains(axis))
                .mapToObj(input::dimension)
                .toList());
    }

    private Layer sliced() {
        int rank = config.inputs().get(0).rank() + 1;
        List<SliceItem> items = SliceItem.all(config, arguments, rank);
        if (items.isEmpty() || !items.get(0).isWhole()) {
            throw config.error("slices the batch; its first slice must be ':', which takes all examples");
        }
        List<SliceItem> ofExample = items.subList(1, items.size());
        if (ofExample.stream().anyMatch(item -> item.kind() == SliceItem.Kind.NEW_AXIS)) {
            return withNewAxes(ofExample);
        }
        return new Slice(ofExample.stream().map(this::part).toList());
    }

    private Slice.Part part(SliceItem item) {
        if (item.kind() == SliceItem.Kind.INDEX) {
            return Slice.Part.only(item.start().orElse(0));
        }
        if (item.step() != 1) {
            throw config.error("slices with step " + item.step() + "; only 1 is supported");
        }
        return new Slice.Part(item.start(), item.stop(), false);
    }

    private Layer withNewAxes(List<SliceItem> items) {
        List<Integer> dimensions = new ArrayList<>();
        int axis = 0;
        for (SliceItem item : items) {
            boolean isNew = item.kind() == SliceItem.Kind.NEW_AXIS;
            if (!isNew && !item.isWhole()) {
                throw config.error("adds a dimension and slices others at once; do the one before the other");
            }
            dimensions.add(isNew ? 1 : config.inputs().get(0).dimension(axis++));
        }
        int rank = config.inputs().get(0).rank();
        dimensions.addAll(config.inputs().get(0).dimensions().subList(axis, rank));
        return new Reshape(dimensions);
    }
}
