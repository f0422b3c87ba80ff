// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import java.util.List;

/** An array of a file, in memory, row-major: of numbers or of text. */
public sealed interface StoredArray permits NumericArray, TextArray {
    /** All dimensions; empty for a scalar. */
    List<Integer> shape();

    /** The size of the first dimension; 1 for a scalar. */
    default int rowCount() {
        return shape().isEmpty() ? 1 : shape().get(0);
    }

    /** The shape of one row, that is all dimensions after the first. */
    default List<Integer> rowShape() {
        return shape().isEmpty() ? shape() : shape().subList(1, shape().size());
    }
}
