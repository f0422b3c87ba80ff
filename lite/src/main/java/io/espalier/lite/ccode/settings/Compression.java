// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.settings;

import java.util.Locale;

/** How weights are stored. A form that is larger than plain bytes, or that cannot hold a tensor's values, is left out for that tensor. */
public enum Compression {
    /** The best of all forms for each tensor, by the objective. */
    AUTO,

    /** As bytes. */
    NONE,

    /** Two values in a byte, where all are from -8 to 7. */
    INT4,

    /** Indices of 1 to 7 bits into a table of the values, one table for all rows or one for each. */
    LUT,

    /** A bit for each weight that says whether it is zero, and the values of the others. */
    BITMASK,

    /** The lengths of the runs of zeros, in 2 to 8 bits each, and the values between them. */
    RUN_LENGTH,

    /** Canonical Huffman codes of the values, or of runs of zeros and values. */
    HUFFMAN;

    /** The name on the command line. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
