// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

/**
 * The type and shape of one example's features, or of its target.
 *
 * @param type the type of its numbers
 * @param shape its dimensions without the batch dimension, row-major; empty for a scalar
 */
public record ElementSpec(ElementType type, List<Integer> shape) implements Serializable {
    public ElementSpec {
        Objects.requireNonNull(type, "type");
        shape = List.copyOf(shape);
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("the shape of an example has a negative dimension: " + shape);
            }
        }
    }

    /**
     * A spec with these dimensions; none for a scalar.
     *
     * @throws IllegalArgumentException if a dimension is negative
     */
    public static ElementSpec of(ElementType type, Integer... shape) {
        return new ElementSpec(type, List.of(shape));
    }

    /** The number of elements in one example. */
    public int elements() {
        // other dimensions of an empty example may have a product beyond all bounds
        if (shape.contains(0)) {
            return 0;
        }
        int elements = 1;
        for (int dimension : shape) {
            elements = Math.multiplyExact(elements, dimension);
        }
        return elements;
    }

    /** The size of one example in bytes. */
    public int bytes() {
        return Math.multiplyExact(elements(), type.bytes());
    }
}
