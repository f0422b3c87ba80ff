// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.convert;

/** What becomes of the numbers of a trained model. */
public enum QuantizationMode {
    /** Everything stays float32. */
    NONE,
    /** Large weights in int8, activations in float32. It needs no data. */
    DYNAMIC
}
