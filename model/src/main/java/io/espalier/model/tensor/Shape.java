// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of a tensor, row-major.
 *
 * <p>Shapes of a layer's inputs and outputs are those of one example: the batch dimension, which every tensor between layers has
 * in front, is left out, and shown as {@code None} where Keras shows it.
 *
 * @param dimensions each 0 or more; empty for a scalar
 */
public record Shape(List<Integer> dimensions) {
    public Shape {
        dimensions = List.copyOf(dimensions);
        for (int dimension : dimensions) {
            if (dimension < 0) {
                throw new IllegalArgumentException("negative dimension in shape " + dimensions);
            }
        }
    }

    /** A shape with these dimensions, each at least 1; none for a scalar. */
    public static Shape of(int... dimensions) {
        List<Integer> list = new ArrayList<>(dimensions.length);
        for (int dimension : dimensions) {
            list.add(dimension);
        }
        return new Shape(list);
    }

    /** The number of dimensions. */
    public int rank() {
        return dimensions.size();
    }

    /** One dimension; a negative axis counts from the end. */
    public int dimension(int axis) {
        return dimensions.get(axis < 0 ? rank() + axis : axis);
    }

    /** The last dimension: the channels of an image, the features of a vector. */
    public int channels() {
        return dimension(-1);
    }

    /** The number of elements of a tensor of this shape. */
    public int elements() {
        long elements = 1;
        for (int dimension : dimensions) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return Math.toIntExact(elements);
    }

    /**
     * The shape of an element-wise result of two tensors, broadcast as in NumPy: dimensions are aligned at the last, and those of size 1 or
     * missing are repeated.
     *
     * @throws ModelException if two dimensions differ and neither is 1
     */
    public Shape broadcast(Shape other) {
        int rank = Math.max(rank(), other.rank());
        List<Integer> broadcast = new ArrayList<>();
        for (int axis = -rank; axis < 0; axis++) {
            int size = -axis > rank() ? 1 : dimension(axis);
            int otherSize = -axis > other.rank() ? 1 : other.dimension(axis);
            if (size != otherSize && size != 1 && otherSize != 1) {
                throw new ModelException(
                        "expects inputs whose dimensions are equal or 1, counted from the last, but they"
                                + " have shapes " + batched() + " and " + other.batched());
            }
            broadcast.add(size == 1 ? otherSize : size);
        }
        return new Shape(broadcast);
    }

    /** A copy with another last dimension. */
    public Shape withChannels(int channels) {
        List<Integer> changed = new ArrayList<>(dimensions);
        changed.set(rank() - 1, channels);
        return new Shape(changed);
    }

    /** The shape without dimensions of size 1: (28, 28, 1) becomes (28, 28). */
    public Shape squeezed() {
        return new Shape(dimensions.stream().filter(dimension -> dimension != 1).toList());
    }

    /** A copy of the dimensions. */
    public int[] toArray() {
        return dimensions.stream().mapToInt(Integer::intValue).toArray();
    }

    /** As Keras prints a batch of this shape: {@code (None, 28, 28, 1)}. */
    public String batched() {
        return dimensions.stream().map(dimension -> ", " + dimension).collect(Collectors.joining("", "(None", ")"));
    }

    @Override
    public String toString() {
        return dimensions.stream().map(String::valueOf).collect(Collectors.joining(", ", "(", ")"));
    }
}
