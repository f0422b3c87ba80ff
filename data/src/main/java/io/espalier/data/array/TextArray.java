// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import java.util.List;

/**
 * An array of strings in memory, row-major.
 *
 * @param shape all dimensions; empty for a scalar
 * @param strings as many as the shape says
 */
public record TextArray(List<Integer> shape, List<String> strings) implements StoredArray {
    public TextArray {
        shape = List.copyOf(shape);
        strings = List.copyOf(strings);
        long wanted = shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
        if (wanted != strings.size()) {
            throw new IllegalArgumentException(shape + " needs " + wanted + " strings, not " + strings.size());
        }
    }
}
