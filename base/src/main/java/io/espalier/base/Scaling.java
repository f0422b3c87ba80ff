// SPDX-License-Identifier: Apache-2.0
package io.espalier.base;

import java.io.Serializable;

/**
 * Linear scaling of stored numbers to a model's input: {@code stored * multiplier + offset}, in float32. Data sets apply it only when examples are
 * used, so that images take one byte per pixel until then.
 *
 * @param multiplier the factor
 * @param offset added after the multiplication
 */
public record Scaling(float multiplier, float offset) implements Serializable {
    /** No scaling. */
    public static final Scaling IDENTITY = new Scaling(1, 0);

    /** Scales bytes from 0..255 to 0..1. */
    public static final Scaling UNIT = new Scaling(1 / 255f, 0);

    /** Scales bytes from 0..255 to -1..1, as Keras's MobileNets expect. */
    public static final Scaling SIGNED_UNIT = new Scaling(1 / 127.5f, -1);

    /** Scales one number. */
    public float apply(float stored) {
        return stored * multiplier + offset;
    }
}
