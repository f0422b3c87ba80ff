// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import java.util.Objects;

/** Splits a list of row numbers into runs of consecutive ones, so that a run is copied at once. */
final class ConsecutiveRuns {
    interface Run {
        void accept(int firstRow, int rows);
    }

    private ConsecutiveRuns() {}

    /** Checks each number against {@code size} and calls {@code action} run by run, in order. */
    static void forEach(int[] indices, int from, int count, int size, Run action) {
        Objects.checkFromIndexSize(from, count, indices.length);
        int next = from;
        int end = from + count;
        while (next < end) {
            int first = Objects.checkIndex(indices[next], size);
            int rows = 1;
            while (next + rows < end && indices[next + rows] == first + rows) {
                rows++;
            }
            Objects.checkFromIndexSize(first, rows, size);
            action.accept(first, rows);
            next += rows;
        }
    }
}
