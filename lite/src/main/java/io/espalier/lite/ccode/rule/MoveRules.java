// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import io.espalier.lite.Options;
import io.espalier.lite.Tensor;
import io.espalier.lite.ccode.program.Step;
import java.util.ArrayList;
import java.util.List;

/** Operators that copy elements of one tensor to other places; types and scales stay, and so any type will do. */
final class MoveRules {
    private MoveRules() {}

    static List<Step> transpose(Operation operation) {
        return moved(operation, whole(operation, 0).permuted(operation.integers(1)));
    }

    static List<Step> slice(Operation operation) {
        int[] begins = operation.integers(1);
        View view = whole(operation, 0);
        for (int axis = 0; axis < begins.length; axis++) {
            view = view.part(axis, begins[axis], operation.output().shape().get(axis));
        }
        return moved(operation, view);
    }

    static List<Step> stridedSlice(Operation operation) {
        Options options = operation.options();
        if (options.integer("ellipsis_mask") != 0 || options.integer("new_axis_mask") != 0 || options.flag("offset")) {
            throw new Refusal(
                    "it has an ellipsis, a new axis or offsets", "slice with a begin and an end for each axis");
        }
        int[] begins = operation.integers(1);
        int[] ends = operation.integers(2);
        int[] strides = operation.integers(3);
        View view = whole(operation, 0);
        for (int axis = 0; axis < begins.length; axis++) {
            int size = operation.input(0).shape().get(axis);
            int stride = strides[axis];
            if (isSet(options, "shrink_axis_mask", axis)) {
                view = view.part(axis, begins[axis] < 0 ? begins[axis] + size : begins[axis], 1);
                continue;
            }
            int first = isSet(options, "begin_mask", axis)
                    ? (stride > 0 ? 0 : size - 1)
                    : bounded(begins[axis], size, stride);
            int end = isSet(options, "end_mask", axis) ? (stride > 0 ? size : -1) : bounded(ends[axis], size, stride);
            view = view.sliced(axis, first, stride, Math.max(0, -Math.floorDiv(first - end, stride)));
        }
        return moved(operation, view);
    }

    private static boolean isSet(Options options, String mask, int axis) {
        return ((options.integer(mask) >> axis) & 1) == 1;
    }

    // Backwards, the end may lie before the first element.
    private static int bounded(int index, int size, int stride) {
        int positive = index < 0 ? index + size : index;
        return stride > 0 ? Math.max(0, Math.min(positive, size)) : Math.max(-1, Math.min(positive, size - 1));
    }

    static List<Step> reverse(Operation operation) {
        View view = whole(operation, 0);
        Ints shape = operation.input(0).shape();
        for (int number : operation.integers(1)) {
            int axis = Operation.axis(number, shape.size());
            view = view.sliced(axis, shape.get(axis) - 1, -1, shape.get(axis));
        }
        return moved(operation, view);
    }

    static List<Step> tile(Operation operation) {
        int[] counts = operation.integers(1);
        View view = whole(operation, 0);
        for (int axis = 0; axis < counts.length; axis++) {
            view = view.repeated(2 * axis, counts[axis]);
        }
        return moved(operation, view);
    }

    static List<Step> broadcast(Operation operation) {
        return moved(operation, whole(operation, 0).broadcast(operation.output().shape()));
    }

    static List<Step> spaceToDepth(Operation operation) {
        int block = operation.options().integer("block_size");
        View view = whole(operation, 0).split(2, block).split(1, block);
        return moved(operation, view.permuted(0, 1, 3, 2, 4, 5));
    }

    static List<Step> depthToSpace(Operation operation) {
        int block = operation.options().integer("block_size");
        int channels = operation.output().shape().get(3);
        View view = whole(operation, 0).split(3, channels).split(3, block);
        return moved(operation, view.permuted(0, 1, 3, 2, 4, 5));
    }

    static List<Step> gather(Operation operation) {
        Tensor input = operation.input(0);
        if (operation.options().integer("batch_dims") != 0) {
            throw new Refusal("it has batch dimensions", "gather along one axis");
        }
        int axis = Operation.axis(
                operation.options().integer("axis"), input.shape().size());
        int[] indices = operation.integers(1);
        View from = View.of(input.shape());
        // the indices as one axis, whatever their shape
        int[] sizes = input.shape().toArray();
        sizes[axis] = indices.length;
        View to = View.of(Ints.of(sizes));
        List<Step> steps = new ArrayList<>();
        int start = 0;
        while (start < indices.length) {
            int step = start + 1 < indices.length ? indices[start + 1] - indices[start] : 1;
            int count = 1;
            while (start + count < indices.length && indices[start + count] - indices[start + count - 1] == step) {
                count++;
            }
            int first = indices[start] < 0 ? indices[start] + input.shape().get(axis) : indices[start];
            steps.add(copy(operation, 0, from.sliced(axis, first, step, count), 0, to.part(axis, start, count)));
            start += count;
        }
        return steps;
    }

    /** All elements of an input. */
    static View whole(Operation operation, int position) {
        return View.of(operation.input(position).shape());
    }

    /** The first input, so seen, as the output. */
    private static List<Step> moved(Operation operation, View view) {
        int[] sizes = view.axes().stream().mapToInt(View.Axis::size).toArray();
        return List.of(copy(operation, 0, view, 0, View.of(Ints.of(sizes))));
    }

    /** Elements of an input as elements of an output. */
    static Step copy(Operation operation, int input, View from, int output, View to) {
        return Copy.step(
                operation.name(),
                operation.operator().inputs().get(input),
                from,
                operation.operator().outputs().get(output),
                to,
                Operation.width(operation.output(output)));
    }
}
