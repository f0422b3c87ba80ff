// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.settings;

/** Whose code computes operators. */
public enum Kernels {
    /** The file's own: C for any processor. */
    PORTABLE,

    /**
     * Arm's library <a href="https://github.com/ARM-software/CMSIS-NN">CMSIS-NN</a> 8.0.0, where it has a function for an operator in int8; the file's
     * own for the rest. Sums are rounded as {@link SumRounding} says, as TFLite Micro with CMSIS-NN rounds them.
     */
    CMSIS_NN
}
