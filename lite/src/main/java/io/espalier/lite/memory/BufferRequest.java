// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.memory;

import java.util.Objects;

/**
 * A buffer that needs a place.
 *
 * @param bytes 0 or more
 * @param lifetime when it is needed
 */
public record BufferRequest(long bytes, Lifetime lifetime) {
    public BufferRequest {
        Objects.requireNonNull(lifetime, "lifetime");
        if (bytes < 0) {
            throw new IllegalArgumentException("A buffer cannot have " + bytes + " bytes");
        }
    }
}
