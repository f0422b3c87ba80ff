// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.ccode.settings;

/** Who owns the memory for activations. */
public enum ArenaPlace {
    /** A static array of the generated file. */
    STATIC,

    /** The caller, who passes a pointer to each run: several threads can run the model at once. */
    CALLER
}
