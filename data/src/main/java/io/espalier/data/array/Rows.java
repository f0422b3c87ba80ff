// SPDX-License-Identifier: Apache-2.0
package io.espalier.data.array;

import io.espalier.data.ElementSpec;
import java.nio.ByteBuffer;

/** The rows of an array along its first dimension. Thread-safe. */
interface Rows {
    /** What one row looks like once read. */
    ElementSpec spec();

    /** How many rows there are. */
    int size();

    /**
     * Copies rows to a buffer in native byte order, from its position on, and moves the position behind them.
     *
     * @throws IndexOutOfBoundsException if an index is not in {@code [0, size())}
     */
    void read(int[] indices, int from, int count, ByteBuffer target);
}
