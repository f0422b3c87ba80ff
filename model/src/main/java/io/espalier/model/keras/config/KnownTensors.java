// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.keras.config;

import io.espalier.model.layer.Operations.Binary;
import io.espalier.model.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Operations that move and sum numbers that are all known when a model is read, in the form of {@link OperationCalls}. Unlike in layers, the first
 * dimension is one like the others.
 */
final class KnownTensors {
    private final LayerConfig config;
    private final OperationArguments arguments;
    private final KnownArguments known;

    KnownTensors(LayerConfig config, OperationArguments arguments) {
        this.config = config;
        this.arguments = arguments;
        this.known = new KnownArguments(config, arguments);
    }

    /** The results of a function; empty if it is none of these. */
    Optional<List<KnownNumbers>> compute(String function) {
        if (function.equals("unstack") || function.equals("unpack")) {
            arguments.find("num", "1");
            KnownNumbers from = known.ofRank(1);
            known.onlyFirst(from.shape().rank(), "axis");
            return Optional.of(from.parts());
        }
        return Optional.ofNullable(
                        switch (function) {
                            case "concat", "concatenate" -> joined();
                            case "expand_dims" -> expanded();
                            case "gather", "take" -> gathered();
                            case "getitem", "get_item", "strided_slice" -> sliced(known.single());
                            case "max", "reduce_max" -> reduced(Binary.MAXIMUM);
                            case "min", "reduce_min" -> reduced(Binary.MINIMUM);
                            case "pack", "stack" -> stacked();
                            case "prod", "reduce_prod" -> reduced(Binary.MULTIPLY);
                            case "rank" ->
                                KnownNumbers.scalar(known.single().shape().rank());
                            case "reshape" -> reshaped();
                            case "shape" -> shape();
                            case "size" ->
                                KnownNumbers.scalar(known.single().numbers().size());
                            case "squeeze" -> squeezed();
                            case "sum", "reduce_sum" -> reduced(Binary.ADD);
                            default -> null;
                        })
                .map(List::of);
    }

    private KnownNumbers shape() {
        arguments.find("out_type", "1");
        return KnownNumbers.vector(known.single().shape().dimensions().stream()
                .map(KnownNumber::of)
                .toList());
    }

    private KnownNumbers sliced(KnownNumbers from) {
        List<int[]> sources = new ArrayList<>();
        List<Integer> dimensions = new ArrayList<>();
        List<Integer> kept = new ArrayList<>();
        int rank = from.shape().rank();
        List<SliceItem> items =
                new ArrayList<>(SliceItem.all(config, arguments, from.shape().rank()));
        int taken = (int) items.stream().filter(SliceItem::isRangeOrIndex).count();
        if (taken > rank) {
            throw config.error("slices " + taken + " dimensions of an input with " + rank);
        }
        IntStream.range(taken, rank).forEach(axis -> items.add(SliceItem.WHOLE));
        for (SliceItem item : items) {
            if (item.kind() == SliceItem.Kind.NEW_AXIS) {
                dimensions.add(1);
                continue;
            }
            int[] places = places(item, from.shape().dimension(sources.size()));
            sources.add(places);
            kept.add(item.kind() == SliceItem.Kind.RANGE ? dimensions.size() : -1);
            if (item.kind() == SliceItem.Kind.RANGE) {
                dimensions.add(places.length);
            }
        }
        return from.pick(
                new Shape(dimensions),
                place -> IntStream.range(0, rank)
                        .map(axis -> sources.get(axis)[kept.get(axis) < 0 ? 0 : place[kept.get(axis)]])
                        .toArray());
    }

    private int[] places(SliceItem item, int size) {
        if (item.kind() == SliceItem.Kind.INDEX) {
            return new int[] {place(item.start().orElse(0), size)};
        }
        if (item.step() < 1) {
            throw config.error("slices known numbers with step " + item.step() + "; only steps above 0 are supported");
        }
        int from = bounded(item.start().orElse(0), size);
        int to = bounded(item.stop().orElse(size), size);
        return IntStream.range(from, Math.max(from, to))
                .filter(place -> (place - from) % item.step() == 0)
                .toArray();
    }

    private int place(int index, int size) {
        int place = index < 0 ? index + size : index;
        if (place < 0 || place >= size) {
            throw config.error("takes number " + index + " of " + size);
        }
        return place;
    }

    private static int bounded(int end, int size) {
        return Math.max(0, Math.min(size, end < 0 ? end + size : end));
    }

    private KnownNumbers gathered() {
        arguments.find("validate_indices");
        KnownNumbers from = known.ofRank(1);
        known.onlyFirst(from.shape().rank(), "axis", "2");
        if (known.integer(0, "batch_dims") != 0) {
            throw config.error("'batch_dims' is " + known.integer(0, "batch_dims") + "; only 0 is supported");
        }
        List<KnownNumbers> parts = from.parts();
        KnownNumbers indices = known.named("indices", "1");
        List<Integer> dimensions = new ArrayList<>(indices.shape().dimensions());
        dimensions.addAll(from.shape().dimensions().subList(1, from.shape().rank()));
        List<KnownNumber> picked = new ArrayList<>();
        for (KnownNumber index : indices.numbers()) {
            picked.addAll(
                    parts.get(place((int) index.known("gather"), parts.size())).numbers());
        }
        return KnownNumbers.of(new Shape(dimensions), picked);
    }

    private KnownNumbers stacked() {
        List<KnownNumbers> listed = known.listed();
        boolean areAlike = listed.stream().map(KnownNumbers::shape).distinct().count() == 1;
        if (!areAlike) {
            throw config.error("stacks tensors of different shapes");
        }
        known.onlyFirst(listed.get(0).shape().rank() + 1, "axis");
        List<Integer> dimensions = new ArrayList<>(List.of(listed.size()));
        dimensions.addAll(listed.get(0).shape().dimensions());
        return KnownNumbers.of(new Shape(dimensions), all(listed));
    }

    private KnownNumbers joined() {
        List<KnownNumbers> listed = known.listed();
        boolean areLists = listed.stream().allMatch(part -> part.shape().rank() == 1);
        if (!areLists) {
            throw config.error("concatenates numbers that depend on shapes alone and are not all lists, which is not"
                    + " supported");
        }
        known.onlyFirst(1, "axis");
        return KnownNumbers.vector(all(listed));
    }

    private static List<KnownNumber> all(List<KnownNumbers> parts) {
        return parts.stream().flatMap(part -> part.numbers().stream()).toList();
    }

    private KnownNumbers expanded() {
        KnownNumbers from = known.single();
        List<Integer> dimensions = new ArrayList<>(from.shape().dimensions());
        dimensions.add(known.axis(0, dimensions.size() + 1, "axis", "1"), 1);
        return KnownNumbers.of(new Shape(dimensions), from.numbers());
    }

    private KnownNumbers squeezed() {
        KnownNumbers from = known.single();
        if (arguments.find("axis", "1").isEmpty()) {
            return KnownNumbers.of(from.shape().squeezed(), from.numbers());
        }
        List<Integer> dimensions = new ArrayList<>(from.shape().dimensions());
        int dropped = dimensions.remove(known.axis(0, dimensions.size(), "axis", "1"));
        if (dropped != 1) {
            throw config.error("drops a dimension of " + dropped + "; only one of 1 can be dropped");
        }
        return KnownNumbers.of(new Shape(dimensions), from.numbers());
    }

    private KnownNumbers reshaped() {
        KnownNumbers from = known.single();
        List<Integer> dimensions = new ArrayList<>(arguments.integers("shape", "newshape", "1"));
        int open = dimensions.indexOf(-1);
        if (open >= 0) {
            dimensions.set(open, 1);
            int others = KnownArguments.shape(dimensions).elements();
            dimensions.set(open, from.numbers().size() / Math.max(1, others));
        }
        Shape shape = KnownArguments.shape(dimensions);
        if (shape.elements() != from.numbers().size()) {
            throw config.error("reshapes " + from.numbers().size() + " numbers to " + shape);
        }
        return KnownNumbers.of(shape, from.numbers());
    }

    private KnownNumbers reduced(Binary function) {
        KnownNumbers from = known.ofRank(1);
        boolean isWhole = arguments.find("axis", "1").isEmpty() || from.shape().rank() == 1;
        if (!isWhole || arguments.flag(false, "keepdims", "2") || from.numbers().isEmpty()) {
            throw config.error("reduces numbers of shape " + from.shape()
                    + " that depend on shapes alone to several numbers, which is not supported");
        }
        return KnownNumbers.scalar(from.numbers().stream()
                .reduce((left, right) -> left.with(function, right))
                .orElseThrow());
    }
}
