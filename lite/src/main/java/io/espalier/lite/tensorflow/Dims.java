// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.tensorflow;

import io.espalier.lite.Ints;
import io.espalier.lite.Longs;
import io.espalier.lite.lower.LoweringException;
import io.espalier.model.tensorflow.TensorShape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Arithmetic of shapes that may have open dimensions, -1. */
final class Dims {
    static final int OPEN = -1;

    private Dims() {}

    static Ints of(TensorShape shape) {
        return Ints.of(shape.dimensions().stream().mapToInt(Math::toIntExact).toArray());
    }

    /** A dimension by its index, from the end if it is negative. */
    static int axis(long axis, int rank) {
        if (axis < -rank || axis >= Math.max(rank, 1)) {
            throw new LoweringException("axis " + axis + " is outside of a tensor of rank " + rank);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    static Ints before(int first, Ints rest) {
        return inserted(rest, 0, first);
    }

    static Ints inserted(Ints shape, int place, int size) {
        return Ints.of(IntStream.range(0, shape.size() + 1)
                .map(i -> i < place ? shape.get(i) : i == place ? size : shape.get(i - 1))
                .toArray());
    }

    static Ints without(Ints shape, int... axes) {
        return Ints.of(IntStream.range(0, shape.size())
                .filter(axis -> Arrays.stream(axes).noneMatch(other -> other == axis))
                .map(shape::get)
                .toArray());
    }

    /** The shape of what two shapes broadcast to. */
    static Ints broadcast(Ints one, Ints other) {
        int rank = Math.max(one.size(), other.size());
        int[] sizes = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int left = i <= one.size() ? one.get(one.size() - i) : 1;
            int right = i <= other.size() ? other.get(other.size() - i) : 1;
            if (left > 1 && right > 1 && left != right) {
                throw new LoweringException("the shapes " + one + " and " + other + " do not broadcast");
            }
            sizes[rank - i] = left == 1 ? right : right == 1 || right == OPEN ? left : right;
        }
        return Ints.of(sizes);
    }

    /** How many places a window has along one dimension. */
    static int windows(int size, int window, int stride, int dilation, boolean isSame) {
        if (size == OPEN) {
            return OPEN;
        }
        int extent = (window - 1) * dilation + 1;
        int places = isSame ? -Math.floorDiv(-size, stride) : Math.floorDiv(size - extent, stride) + 1;
        if (places <= 0) {
            throw new LoweringException("a window of " + extent + " does not fit into " + size);
        }
        return places;
    }

    /** The product of the sizes, or {@link #OPEN} if one is open. */
    static int product(Ints sizes) {
        return sizes.contains(OPEN) ? OPEN : sizes.stream().reduce(1, Math::multiplyExact);
    }

    /** What a list of whole numbers says as a shape: what is open or -1 in it is open. */
    static Ints of(Longs elements) {
        return Ints.of(elements.stream()
                .mapToInt(size -> size < 0 ? OPEN : Math.toIntExact(size))
                .toArray());
    }

    static Ints permuted(Ints shape, int... order) {
        return Ints.of(Arrays.stream(order).map(shape::get).toArray());
    }
}
