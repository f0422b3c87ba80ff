// SPDX-License-Identifier: Apache-2.0
package io.espalier.model.tensor;

import java.util.Locale;

/** What a window does at the ends of a sequence. */
public enum TemporalPadding {
    /** Zeros are added so that stride 1 keeps the length; more at the end where the number is odd. */
    SAME,
    /** The window stays inside. */
    VALID,
    /** Zeros are added before the first step only: no step sees one that comes after it. */
    CAUSAL;

    /** Keras's name, such as {@code causal}. */
    public String kerasName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
