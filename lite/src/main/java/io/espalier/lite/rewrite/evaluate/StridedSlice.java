// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.schema.table.OptionsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What STRIDED_SLICE takes of a constant, as NumPy's slices do. */
final class StridedSlice {
    private StridedSlice() {}

    /** Empty where an axis is new, or an ellipsis stands for several. */
    static Optional<StridedView> view(Invocation invocation) {
        Options options = invocation.options();
        boolean plain = options.table() == OptionsTable.STRIDED_SLICE
                && options.integer("ellipsis_mask") == 0
                && options.integer("new_axis_mask") == 0
                && !options.flag("offset");
        return plain
                ? invocation
                        .parameter(1)
                        .flatMap(begin -> invocation
                                .parameter(2)
                                .flatMap(end -> invocation
                                        .parameter(3)
                                        .flatMap(stride -> view(invocation, begin, end, stride))))
                : Optional.empty();
    }

    private static Optional<StridedView> view(Invocation invocation, Ints begins, Ints ends, Ints steps) {
        StridedView dense = StridedView.of(invocation.shape(0));
        Options options = invocation.options();
        List<Integer> shape = new ArrayList<>();
        List<Integer> strides = new ArrayList<>();
        int offset = 0;
        if (begins.size() > dense.shape().size() || ends.size() != begins.size() || steps.size() != begins.size()) {
            return Optional.empty();
        }
        for (int axis = 0; axis < dense.shape().size(); axis++) {
            int size = dense.shape().get(axis);
            int stride = dense.strides().get(axis);
            if (axis >= begins.size()) {
                shape.add(size);
                strides.add(stride);
                continue;
            }
            boolean shrinks = isSet(options, "shrink_axis_mask", axis);
            int step = steps.get(axis);
            if (step == 0 || (shrinks && (step < 0 || !isInside(begins.get(axis), size)))) {
                return Optional.empty();
            }
            int first = isSet(options, "begin_mask", axis) && !shrinks
                    ? (step > 0 ? 0 : size - 1)
                    : bounded(begins.get(axis), size, step);
            offset += first * stride;
            if (!shrinks) {
                int end =
                        isSet(options, "end_mask", axis) ? (step > 0 ? size : -1) : bounded(ends.get(axis), size, step);
                shape.add(Math.max(0, -Math.floorDiv(first - end, step)));
                strides.add(stride * step);
            }
        }
        return Optional.of(new StridedView(ints(shape), offset, ints(strides)))
                .filter(view -> view.shape().equals(invocation.outputShape()));
    }

    private static boolean isInside(int index, int size) {
        return index >= -size && index < size;
    }

    // Backwards, the end may lie before the first element.
    private static int bounded(int index, int size, int step) {
        int positive = index < 0 ? index + size : index;
        return step > 0 ? Math.max(0, Math.min(positive, size)) : Math.max(-1, Math.min(positive, size - 1));
    }

    private static boolean isSet(Options options, String mask, int axis) {
        return (options.integer(mask) >> axis & 1) == 1;
    }

    private static Ints ints(List<Integer> values) {
        return Ints.of(values.stream().mapToInt(Integer::intValue).toArray());
    }
}
