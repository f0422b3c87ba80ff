// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.memory;

import io.espalier.lite.Longs;
import java.util.Objects;

/**
 * Where buffers lie.
 *
 * @param offsets of the buffers in the order in which they were requested, in bytes from the start
 * @param bytes that all of them take together: the end of the one that ends last
 */
public record MemoryPlan(Longs offsets, long bytes) {
    public MemoryPlan {
        Objects.requireNonNull(offsets, "offsets");
    }

    /** Where a buffer starts. */
    public long offset(int request) {
        return offsets.get(request);
    }
}
