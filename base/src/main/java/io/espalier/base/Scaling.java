// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

/**
 * How stored numbers become what the model is fed: {@code stored * multiplier + offset}, in float32.
 *
 * <p>Kept apart from the numbers so that images stay one byte a pixel until they are used.
 */
public record Scaling(float multiplier, float offset) {
    /** Numbers are fed as they are stored. */
    public static final Scaling IDENTITY = new Scaling(1, 0);

    /** Bytes 0 to 255 become 0 to 1. */
    public static final Scaling UNIT = new Scaling(1 / 255f, 0);

    /** Bytes 0 to 255 become -1 to 1, as Keras's MobileNets take them. */
    public static final Scaling SIGNED_UNIT = new Scaling(1 / 127.5f, -1);

    public float apply(float stored) {
        return stored * multiplier + offset;
    }
}
