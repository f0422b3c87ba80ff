// SPDX-License-Identifier: Apache-2.0
package io.espalier.data;

import java.util.List;

/**
 * What one example's features, or its target, look like.
 *
 * @param type the type of its numbers
 * @param shape its shape without the batch dimension, row-major; empty for a scalar
 */
public record ElementSpec(ElementType type, List<Integer> shape) {
    public ElementSpec {
        shape = List.copyOf(shape);
        for (int dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("the shape of an example has a negative dimension: " + shape);
            }
        }
    }

    public static ElementSpec of(ElementType type, Integer... shape) {
        return new ElementSpec(type, List.of(shape));
    }

    /** How many numbers one example has. */
    public int elements() {
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
