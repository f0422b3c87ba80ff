// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensorflow;

import java.util.Arrays;
import java.util.List;

/**
 * The shape of a tensor.
 *
 * @param isRankKnown if not, there are no dimensions
 * @param dimensions -1 for one that is open
 */
public record TensorShape(boolean isRankKnown, List<Long> dimensions) {
    /** A shape of which nothing is known. */
    public static final TensorShape UNKNOWN = new TensorShape(false, List.of());

    public TensorShape {
        dimensions = List.copyOf(dimensions);
    }

    /** A shape of these dimensions, -1 for open ones. */
    public static TensorShape of(long... dimensions) {
        return new TensorShape(true, Arrays.stream(dimensions).boxed().toList());
    }

    /** Whether each dimension is known. */
    public boolean isFixed() {
        return isRankKnown && dimensions.stream().allMatch(size -> size >= 0);
    }

    /**
     * How many elements a tensor of this shape has.
     *
     * @throws ArithmeticException if they cannot be counted
     * @throws IllegalStateException if a dimension is open
     */
    public long elements() {
        if (!isFixed()) {
            throw new IllegalStateException("a shape with open dimensions has no number of elements: " + this);
        }
        return dimensions.stream().reduce(1L, Math::multiplyExact);
    }

    @Override
    public String toString() {
        return isRankKnown ? dimensions.toString() : "[unknown rank]";
    }
}
