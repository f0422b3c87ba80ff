// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

/** Where a layer's activations are rounded. */
enum FakeQuantPlace {
    /** What it puts out. */
    OUTPUT,
    /** What goes into its activation function, whose own outputs have a range that is known. */
    BEFORE_FUNCTION,
    /** What goes into its activation function, and what comes out of it. */
    AROUND_FUNCTION,
    /** Nowhere: it moves values that are rounded already, or leaves some out. */
    KEPT,
    /** Nowhere: it has a range of its own, whatever goes in. */
    KNOWN,
    /** Nowhere: it is made of several operations, which stay in floats. */
    FLOAT
}
