// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.Options;
import io.espalier.lite.lower.LoweringException;
import io.espalier.lite.schema.BuiltinOperator;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@code StridedSlice}: NumPy's {@code x[1:, ..., newaxis, ::-1, 3]}. Ellipses become whole dimensions, and new dimensions a reshape, as not all
 * kernels of TFLite take them.
 */
final class StridedSliceRule {
    private final NodeCall call;
    private final List<Integer> begins = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private final List<Integer> strides = new ArrayList<>();
    private int beginMask;
    private int endMask;
    private int shrinkMask;
    /** The dimensions of the result, in which a 1 is new. */
    private final List<Integer> result = new ArrayList<>();

    private final List<Integer> sliced = new ArrayList<>();
    private boolean hasNew;

    private StridedSliceRule(NodeCall call) {
        this.call = call;
    }

    static Value slice(NodeCall call) {
        return new StridedSliceRule(call).slice();
    }

    private Value slice() {
        Ints shape = call.shape(0);
        int[] strideValues = call.known(3, "strides");
        int count = strideValues.length;
        Longs begin = call.elements(1).orElseGet(() -> Longs.filled(count, Value.OPEN));
        Longs end = call.elements(2).orElseGet(() -> Longs.filled(count, Value.OPEN));
        long newAxes = call.node().whole("new_axis_mask", 0);
        long ellipsis = call.node().whole("ellipsis_mask", 0);
        boolean isComputed = false;
        for (int i = 0; i < count; i++) {
            if (has(ellipsis, i)) {
                int named = count - 1 - Long.bitCount(newAxes);
                int whole = shape.size() - named;
                IntStream.range(0, whole).forEach(axis -> whole(shape));
            } else if (has(newAxes, i)) {
                result.add(1);
                hasNew = true;
            } else {
                isComputed |= computed(begin.get(i), "begin_mask", i) || computed(end.get(i), "end_mask", i);
                one(shape, i, begin.get(i), end.get(i), strideValues[i]);
            }
        }
        while (begins.size() < shape.size()) {
            whole(shape);
        }
        return isComputed ? computed(shape, newAxes, ellipsis) : known(shape);
    }

    private boolean computed(long place, String mask, int i) {
        boolean isShrunkEnd = mask.equals("end_mask") && has(call.node().whole("shrink_axis_mask", 0), i);
        return place == Value.OPEN && !has(call.node().whole(mask, 0), i) && !isShrunkEnd;
    }

    private static boolean has(long mask, int place) {
        return (mask >> place & 1) != 0;
    }

    private void whole(Ints shape) {
        add(shape.get(begins.size()), 0, 0, 1, true, true, false);
    }

    private void one(Ints shape, int place, long begin, long end, int stride) {
        if (begins.size() >= shape.size()) {
            throw new LoweringException("it slices more dimensions than the shape " + shape + " has");
        }
        boolean shrinks = has(call.node().whole("shrink_axis_mask", 0), place);
        boolean fromStart = has(call.node().whole("begin_mask", 0), place) && !shrinks;
        boolean toEnd = has(call.node().whole("end_mask", 0), place) && !shrinks;
        int first = begin == Value.OPEN ? 0 : NodeCall.clamped(begin);
        int last = shrinks ? first + 1 : end == Value.OPEN ? 0 : NodeCall.clamped(end);
        add(shape.get(begins.size()), first, last, stride, fromStart, toEnd, shrinks);
    }

    private void add(int size, int begin, int end, int stride, boolean fromStart, boolean toEnd, boolean shrinks) {
        int axis = begins.size();
        begins.add(begin);
        ends.add(end);
        strides.add(stride);
        beginMask |= fromStart ? 1 << axis : 0;
        endMask |= toEnd ? 1 << axis : 0;
        shrinkMask |= shrinks ? 1 << axis : 0;
        if (!shrinks) {
            int length = length(size, begin, end, stride, fromStart, toEnd);
            result.add(length);
            sliced.add(length);
        }
    }

    private static int length(int size, int begin, int end, int stride, boolean fromStart, boolean toEnd) {
        if (stride == 0) {
            throw new LoweringException("its stride is 0");
        }
        if (size == Dims.OPEN) {
            boolean isCounted = !fromStart && !toEnd && begin >= 0 && end >= begin && stride == 1;
            return isCounted ? end - begin : Dims.OPEN;
        }
        int first = fromStart ? stride > 0 ? 0 : size - 1 : place(begin, size, stride);
        int last = toEnd ? stride > 0 ? size : -1 : place(end, size, stride);
        return Math.max(0, -Math.floorDiv(first - last, stride));
    }

    private static int place(int index, int size, int stride) {
        int place = index < 0 ? index + size : index;
        return stride > 0 ? Math.max(0, Math.min(size, place)) : Math.max(-1, Math.min(size - 1, place));
    }

    private Value known(Ints shape) {
        Optional<Longs> elements =
                call.elements(0).filter(list -> shape.size() == 1).map(this::taken);
        return Counting.value(call, call.type(0), ints(result), elements, () -> {
            Value.Computed part = operator(
                    call.ints("begin", array(begins)),
                    call.ints("end", array(ends)),
                    call.ints("strides", array(strides)));
            return hasNew ? ShapeRules.reshaped(call, "new_axis", part, ints(result)) : part;
        });
    }

    /** Some ends are found while the graph runs: then nothing is rearranged. */
    private Value computed(Ints shape, long newAxes, long ellipsis) {
        if (newAxes != 0 || ellipsis != 0) {
            throw new LoweringException(
                    "ends that the model computes, with new dimensions or an ellipsis, are not supported");
        }
        int given = call.known(3, "strides").length;
        int[] lengths = array(sliced);
        int kept = 0;
        for (int axis = 0; axis < shape.size(); axis++) {
            int place = axis;
            boolean isOpen = axis < given
                    && (call.elements(1).map(list -> list.get(place)).orElse(Value.OPEN) == Value.OPEN
                            || call.elements(2).map(list -> list.get(place)).orElse(Value.OPEN) == Value.OPEN);
            if ((shrinkMask >> axis & 1) == 0) {
                lengths[kept] = isOpen ? Dims.OPEN : lengths[kept];
                kept++;
            }
        }
        Options options = options(given);
        return call.operator(
                BuiltinOperator.STRIDED_SLICE,
                options,
                call.type(0),
                Ints.of(lengths),
                call.input(0),
                ShapeRules.asInt32(call, call.input(1)),
                ShapeRules.asInt32(call, call.input(2)),
                ShapeRules.asInt32(call, call.input(3)));
    }

    private Options options(int dimensions) {
        int all = (1 << dimensions) - 1;
        return Options.of(OptionsTable.STRIDED_SLICE)
                .with("begin_mask", beginMask & all)
                .with("end_mask", endMask & all)
                .with("shrink_axis_mask", shrinkMask & all);
    }

    private Value.Computed operator(Value begin, Value end, Value stride) {
        return call.operator(
                BuiltinOperator.STRIDED_SLICE,
                options(begins.size()),
                call.type(0),
                ints(sliced),
                call.input(0),
                begin,
                end,
                stride);
    }

    private Longs taken(Longs list) {
        int stride = strides.get(0);
        int first = (beginMask & 1) != 0 ? stride > 0 ? 0 : list.size() - 1 : place(begins.get(0), list.size(), stride);
        int count = sliced.isEmpty() ? 1 : sliced.get(0);
        return Longs.of(IntStream.range(0, count)
                .mapToLong(i -> list.get(first + i * stride))
                .toArray());
    }

    private static int[] array(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Ints ints(List<Integer> list) {
        return Ints.of(array(list));
    }
}
