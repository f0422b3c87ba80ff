// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.boards;

import java.util.List;

/**
 * What a model needs of one kind of memory.
 *
 * @param memory such as {@code flash}
 * @param parts what it is made of
 * @param available the bytes that the board has left for it
 */
record Demand(String memory, List<Part> parts, long available) {
    /**
     * A part.
     *
     * @param what such as {@code model}
     * @param isEstimate whether it is estimated; else it is exact
     */
    record Part(String what, long bytes, boolean isEstimate) {
        static Part exact(String what, long bytes) {
            return new Part(what, bytes, false);
        }

        static Part about(String what, long bytes) {
            return new Part(what, bytes, true);
        }
    }

    Demand {
        parts = List.copyOf(parts);
    }

    long bytes() {
        return parts.stream().mapToLong(Part::bytes).sum();
    }

    /** Whether a part is estimated, and so the sum. */
    boolean isEstimate() {
        return parts.stream().anyMatch(Part::isEstimate);
    }

    boolean fits() {
        return left() >= 0;
    }

    /** What would be left; less than 0 where it does not fit. */
    long left() {
        return available - bytes();
    }
}
