// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.rewrite.evaluate;

import io.espalier.lite.Ints;
import java.util.Optional;

/**
 * Elements of a dense tensor in another order: along each axis of {@code shape} one step goes {@code strides} elements further in the
 * tensor, which may be none or backwards.
 *
 * @param offset the place of the first element
 */
record StridedView(Ints shape, int offset, Ints strides) {

    /** Takes the elements of a view in order: first their number in the view, then their place in the tensor. */
    @FunctionalInterface
    interface Visitor {
        void visit(int element, int place);
    }

    /** All elements as they are. */
    static StridedView of(Ints shape) {
        int[] strides = new int[shape.size()];
        int stride = 1;
        for (int axis = shape.size() - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride = Math.multiplyExact(stride, shape.get(axis));
        }
        return new StridedView(shape, 0, Ints.of(strides));
    }

    /** All elements as often as a larger shape needs them; empty where NumPy would not broadcast to it. */
    static Optional<StridedView> broadcast(Ints from, Ints to) {
        int added = to.size() - from.size();
        StridedView dense = of(from);
        int[] strides = new int[to.size()];
        for (int axis = 0; axis < from.size(); axis++) {
            boolean same = from.get(axis) == to.get(added + axis);
            if (!same && from.get(axis) != 1) {
                return Optional.empty();
            }
            strides[added + axis] = same ? dense.strides.get(axis) : 0;
        }
        return Optional.of(new StridedView(to, 0, Ints.of(strides)));
    }

    /** The shape that two shapes broadcast to, if they do. */
    static Optional<Ints> broadcastShape(Ints one, Ints other) {
        int rank = Math.max(one.size(), other.size());
        int[] shape = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            int left = axis < rank - one.size() ? 1 : one.get(axis - rank + one.size());
            int right = axis < rank - other.size() ? 1 : other.get(axis - rank + other.size());
            if (left != right && left != 1 && right != 1) {
                return Optional.empty();
            }
            shape[axis] = left == 1 ? right : left;
        }
        return Optional.of(Ints.of(shape));
    }

    int elements() {
        return shape.stream().reduce(1, Math::multiplyExact);
    }

    void forEach(Visitor visitor) {
        int[] index = new int[shape.size()];
        int place = offset;
        int elements = elements();
        for (int element = 0; element < elements; element++) {
            visitor.visit(element, place);
            int axis = shape.size() - 1;
            while (axis >= 0) {
                place += strides.get(axis);
                index[axis]++;
                if (index[axis] < shape.get(axis)) {
                    break;
                }
                place -= index[axis] * strides.get(axis);
                index[axis] = 0;
                axis--;
            }
        }
    }
}
