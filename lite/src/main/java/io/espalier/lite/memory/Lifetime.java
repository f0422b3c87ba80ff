// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.memory;

/**
 * The steps during which a buffer is needed.
 *
 * @param first the step that writes it first
 * @param last the last step that touches it; that one too
 */
public record Lifetime(int first, int last) {
    public Lifetime {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("A buffer cannot be needed from step " + first + " to step " + last);
        }
    }

    /** One step only, such as that of the operator that uses a scratch buffer. */
    public static Lifetime during(int step) {
        return new Lifetime(step, step);
    }

    /** Whether both are needed at the same step. */
    public boolean overlaps(Lifetime other) {
        return first <= other.last && other.first <= last;
    }

    /** The shortest lifetime that holds this one and a step. */
    public Lifetime with(int step) {
        return new Lifetime(Math.min(first, step), Math.max(last, step));
    }
}
