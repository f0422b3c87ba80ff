// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.quantize.improve;

import java.util.Locale;

/** How weights become integers. */
public enum Rounding {
    /** Each the nearest. */
    NEAREST,
    /** All of an output channel together, for the inputs that calibration shows; see {@link io.espalier.lite.quantize.improve.GptqRounding}. */
    GPTQ;

    /** The name in recipes, such as {@code gptq}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
