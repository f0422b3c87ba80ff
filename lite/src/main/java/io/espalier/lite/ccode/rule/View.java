// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.rule;

import io.espalier.lite.Ints;
import java.util.ArrayList;
import java.util.List;

/**
 * Elements of a tensor, in some order: each axis has a size and the number of elements of the tensor between neighbours, which is 0 where one element is
 * repeated and negative where the order is reversed.
 *
 * @param start the first element
 */
record View(int start, List<Axis> axes) {
    View {
        axes = List.copyOf(axes);
    }

    /** A dimension of a view. */
    record Axis(int size, int step) {}

    /** All elements of a tensor of this shape. */
    static View of(Ints shape) {
        List<Axis> axes = new ArrayList<>();
        int step = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            axes.add(0, new Axis(shape.get(axis), step));
            step *= shape.get(axis);
        }
        return new View(0, axes);
    }

    /** The axes in another order. */
    View permuted(int... order) {
        List<Axis> changed = new ArrayList<>();
        for (int axis : order) {
            changed.add(axes.get(axis));
        }
        return new View(start, changed);
    }

    /** Along one axis only {@code count} elements, from {@code first} on, each {@code stride} after the one before. */
    View sliced(int axis, int first, int stride, int count) {
        Axis whole = axes.get(axis);
        return new View(start + first * whole.step(), axes).with(axis, new Axis(count, whole.step() * stride));
    }

    /** Part of an axis. */
    View part(int axis, int first, int count) {
        return sliced(axis, first, 1, count);
    }

    /** An axis as two, of which the second has this size. */
    View split(int axis, int inner) {
        Axis whole = axes.get(axis);
        List<Axis> changed = new ArrayList<>(axes);
        changed.set(axis, new Axis(whole.size() / inner, whole.step() * inner));
        changed.add(axis + 1, new Axis(inner, whole.step()));
        return new View(start, changed);
    }

    /** A new axis along which everything is repeated. */
    View repeated(int axis, int count) {
        List<Axis> changed = new ArrayList<>(axes);
        changed.add(axis, new Axis(count, 0));
        return new View(start, changed);
    }

    /** Everything in this shape, whose last axes are those of the view or repeat an axis of size 1. */
    View broadcast(Ints shape) {
        List<Axis> changed = new ArrayList<>();
        int missing = shape.size() - axes.size();
        for (int axis = 0; axis < shape.size(); axis++) {
            boolean repeats = axis < missing || axes.get(axis - missing).size() == 1;
            changed.add(new Axis(
                    shape.get(axis), repeats ? 0 : axes.get(axis - missing).step()));
        }
        return new View(start, changed);
    }

    private View with(int axis, Axis changed) {
        List<Axis> all = new ArrayList<>(axes);
        all.set(axis, changed);
        return new View(start, all);
    }
}
