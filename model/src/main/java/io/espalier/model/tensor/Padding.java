// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

import java.util.Locale;

/** How a window treats the border of an image. */
public enum Padding {
    /** Zeros are added so that stride 1 keeps the size; more at the bottom and right where the number is odd. */
    SAME,
    /** The window stays inside. */
    VALID;

    /** Keras's name, such as {@code same}. */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
