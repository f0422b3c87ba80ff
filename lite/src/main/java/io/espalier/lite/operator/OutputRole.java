// SPDX-License-Identifier: Apache-2.0
package io.espalier.lite.operator;

/** What an output is. */
public enum OutputRole {
    /** Values that flow through the network, quantized in a quantized network. */
    ACTIVATION,
    /** Indices, counts, truth values, or values of a type that the operator is there to make: its type does not follow the input's. */
    PLAIN
}
