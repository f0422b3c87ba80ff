// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.settings;

/** What generated C should have least of. */
public enum Objective {
    /** Bytes of flash: operators of one kind share a function, and weights take their smallest form. */
    FLASH,

    /** Instructions: each operator has a function of its own with constant bounds, and weights are stored as the kernel reads them. */
    SPEED
}
