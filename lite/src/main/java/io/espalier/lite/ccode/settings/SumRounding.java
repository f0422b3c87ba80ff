// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.settings;

/** How sums become 8-bit integers. Runtimes differ, so bit-equal results name one. */
public enum SumRounding {
    /** Once: bit-equal to TFLite with XNNPACK on a desktop, which evaluation uses. */
    SINGLE,

    /** Twice: bit-equal to the reference kernels of TFLite, and so to TFLite Micro as it is built by default. */
    DOUBLE
}
