// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.constant;

/** How Google's quantizers round: to the nearest integer, and halves away from zero. */
public final class HalvesAwayFromZero {
    private HalvesAwayFromZero() {}

    public static long round(double value) {
        return value < 0 ? -Math.round(-value) : Math.round(value);
    }
}
