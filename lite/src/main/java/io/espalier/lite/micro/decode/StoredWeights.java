// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.micro.decode;

import java.util.Objects;

/**
 * How the weights of a tensor are stored.
 *
 * @param subgraph its index
 * @param tensor the index of the weights, or of what they are decoded to
 * @param name of the weights
 * @param form {@code plain}, {@code lut} or {@code bitmask}
 * @param bits of an index; 1 for a mask, 0 where there is none
 * @param plainBytes of all elements
 * @param bytes of what is stored, tables and headers included
 * @param reason why they are plain; empty if they are not
 */
public record StoredWeights(
        int subgraph, int tensor, String name, String form, int bits, long plainBytes, long bytes, String reason) {
    /** All elements, one after another. */
    public static final String PLAIN = "plain";
    /** Indices into a table. */
    public static final String LOOK_UP = "lut";
    /** A mask and the values that are not zero. */
    public static final String PRUNED = "bitmask";

    public StoredWeights {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(form, "form");
        Objects.requireNonNull(reason, "reason");
    }

    /** The same of weights that have lost their name. */
    public StoredWeights withName(String newName) {
        return new StoredWeights(subgraph, tensor, newName, form, bits, plainBytes, bytes, reason);
    }

    /** Whether they are not decoded. */
    public boolean isPlain() {
        return form.equals(PLAIN);
    }
}
