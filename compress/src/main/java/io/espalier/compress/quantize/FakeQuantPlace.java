// SPDX-License-Identifier: Apache-2.0
package io.espalier.compress.quantize;

/** Where a layer's activations are rounded. */
enum FakeQuantPlace {
    /** What it puts out. */
    OUTPUT,
    /** The input of its activation function, and the output in the range of that function's kernel, unless the model ends here. */
    BEFORE_FUNCTION,
    /** What goes into its activation function, and what comes out of it. */
    AROUND_FUNCTION,
    /** Nowhere: it moves values that are rounded already, or leaves some out. */
    KEPT,
    /** Its output, in the range of its function's kernel, unless the model ends here. */
    KNOWN,
    /** Nowhere: it is made of several operations, which stay in floats. */
    FLOAT
}
